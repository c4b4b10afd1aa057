# Daftar: pencarian, saringan, urutan, halaman
list-words = Cari
list-any = Semua
list-find = Terapkan
list-reset = Atur ulang
list-arrange = Kolom dan jumlah baris
list-columns = Kolom yang ditampilkan
list-size = Baris per halaman
list-size-all = Semua
list-all-rows = { $all ->
   *[other] { $all } baris
}
list-some-rows = { $total } dari { $all } baris
list-order = Urutkan menurut
list-usual-order = Urutan biasa
list-pages = Halaman daftar
list-page = Halaman

list-standing = Usulan sampai saat ini:
list-closed-yet = Isi usulan terbuka bagi sekretariat setelah batas akhir pengajuan; sampai saat itu hanya jumlahnya yang terlihat.
list-version = versi { $value }
list-proposals-hint = Nomor, judul, nama, unit kerja, atau masalah; urutan kata bebas.
list-number = Nomor
list-title = Judul
list-candidate = Calon peserta
list-unit = Unit kerja
list-problem = Masalah
list-level = Jenjang
list-state = Status
list-submitted = Diajukan
list-begun = Dibuat

list-users-hint = Nama, surel, NIP, atau unit kerja; urutan kata bebas.
list-name = Nama
list-email = Surel
list-role = Peran

list-problems-hint = Kode, judul, indikator, atau unit kerja; urutan kata bebas.
list-code = Kode
list-indicator = Indikator
list-changed = Diubah

desk-link-tasks = Tugas penilai
desk-link-tasks-line = Semua tugas menilai: siapa, usulan mana, status, batas akhir, dan yang terlambat.
review-tasks-title = Tugas penilai
list-tasks-hint = Nomor usulan, nama penilai, atau unit kerja; urutan kata bebas.
list-reviewer = Penilai
list-due = Batas akhir
list-given = Diberikan
list-origin = Cara penugasan
list-origin-manual = secara manual
list-origin-automatic = menurut rencana
list-late = Keterlambatan
list-late-true = terlambat
list-late-false = tidak terlambat

list-pick = Pilih
list-acts = Untuk beberapa baris sekaligus
list-of-ticked = Baris yang dicentang di halaman ini
list-of-all = Semua baris yang cocok ({ $value })
list-acts-hint = Nama demi nama ditampilkan dahulu; belum ada yang dilakukan sebelum Anda menekan tombol berikutnya.
list-back = Kembali ke daftar
list-leave = Batal
list-none-picked = Belum ada baris yang dipilih. Kembali ke daftar, lalu centang barisnya atau pilih semua yang cocok.
list-picked = { $count ->
   *[other] { $count } baris
}
list-done = Selesai: { $count }
list-refused = Tidak dapat dilakukan: { $count }
list-act-broken = Terjadi gangguan; coba lagi untuk baris ini.

list-mails-hint = Alamat, jenis, atau pokok surel; urutan kata bebas.
list-kind = Jenis
list-address = Alamat
mail-retry-several = Kirim ulang beberapa surel
mail-retry-lead = Surel ini masuk kembali ke antrean. Yang sudah terkirim atau isinya sudah dihapus tidak dikirim ulang.

list-choose = Pilih
task-acts-remind = Ingatkan penilainya
task-acts-lead-remind = Setiap penilai ini menerima satu surel pengingat. Yang sudah diingatkan kurang dari sehari yang lalu tidak diingatkan lagi.
task-acts-open = { $count ->
   *[other] { $count } lembar belum diserahkan
}
task-acts-take = Tarik tugas
task-acts-lead-take = Tugas ini ditarik dari penilainya. Lembar yang sudah diserahkan tidak dapat ditarik dan tidak tercantum di sini.
task-acts-move = Alihkan ke penilai lain
task-acts-lead-move = Tugas ini ditarik dari penilainya dan diberikan kepada penilai yang Anda pilih. Konflik kepentingan dan batas beban diperiksa untuk setiap usulan.
task-acts-to = Penilai baru

list-units-hint = Nama, kode, kota, atau provinsi; urutan kata bebas.

list-conflicts-hint = Nomor usulan, nama, atau alasan; urutan kata bebas.

user-acts-invite = Kirim undangan lagi
user-acts-lead-invite = Orang-orang ini belum menjawab undangannya dan menerima undangan baru; tautan sebelumnya tidak berlaku lagi.

list-needs-hint = Unit kerja, masalah, bidang studi, atau alasan; urutan kata bebas.
list-people = Orang per tahun

plan-in-short = Ringkasan rencana
plan-given = Tugas baru
plan-to-reviewers = { $count ->
   *[other] untuk { $count } penilai
}
plan-taken-back = { $count ->
   *[other] { $count } tugas dialihkan
}
plan-short = { $count ->
   *[other] { $count } usulan kekurangan penilai
}
plan-fit = Kecocokan penilai
plan-fit-problem = menyatakan masalahnya
plan-fit-unit = mengenal unit pemiliknya atau pernah menilai masalahnya
plan-fit-branch = mengenal rumpun unit pemiliknya
plan-fit-none = tanpa penguasaan khusus
plan-heaviest = Beban terbesar
plan-in-conflict = Konflik kepentingan
plan-no-conflict = NIHIL
plan-conflicts-open = siapa dengan usulan mana
plan-all-pairs = Semua pasangan ({ $count })
plan-all-proposals = Semua usulan ({ $count })
plan-tasks-open = Daftar semua tugas penilai
