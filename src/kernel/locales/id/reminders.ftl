# Pengingat kepada penilai.
nobody-to-remind = Tidak ada penilai yang masih harus menyerahkan lembar nilai.
reminded-lately = Penilai sudah diingatkan dalam 24 jam terakhir. Papan seleksi menunjukkan kapan.
