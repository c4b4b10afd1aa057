# Bingkai semua halaman: menu, masuk dan keluar, waktu, kesalahan.
brand-line = Seleksi Tugas Belajar
skip-to-content = Langsung ke isi
language-choice = Bahasa
menu = Menu
main-menu = Menu utama
menu-home = Beranda
menu-calls = Seleksi
menu-problems = Masalah pengawasan
menu-ledger = Catatan
sign-in = Masuk
sign-out = Keluar
error-home = Ke beranda
error-instance = Nomor permintaan, bila Anda menghubungi sekretariat:
footer-zone = Semua jam ditulis dalam waktu
demo-banner = Peragaan: semua orang, usulan, dan angka di sini rekaan.
month-1 = Januari
month-2 = Februari
month-3 = Maret
month-4 = April
month-5 = Mei
month-6 = Juni
month-7 = Juli
month-8 = Agustus
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Desember
left-days = { $count ->
       *[other] { $count } hari
    }
left-hours = { $count ->
       *[other] { $count } jam
    }
left-minutes = { $count ->
       *[other] { $count } menit
    }
leaves-open = Baca di sini
leaves-one-by-one = Halaman demi halaman
leaves-download = Unduh berkas
leaves-wait = Halaman sedang digambar …
leaves-fault = Halaman ini tidak dapat ditampilkan. Unduh berkasnya, atau tutup lalu buka lagi untuk mencoba sekali lagi.
leaf = Halaman
leaf-turn = Balik halaman
leaf-before = Sebelumnya
leaf-after = Berikutnya
leaf-back = Usulan
mend-title = Periksa teks Anda sekali lagi
mend-lead = Belum ada yang disimpan, dan tidak ada ketikan Anda yang hilang. Teks Anda memuat karakter yang tidak terlihat atau mirip karakter lain; ini biasa terjadi pada teks yang disalin dari tempat lain. Di bawah ini karakter itu sudah dihilangkan atau diganti. Periksa teksnya, lalu kirim.
mend-do = Kirim seperti ini
elsewhere-title = Tautan ini dari luar Tubel
elsewhere-lead = Anda tiba di sini lewat tautan di situs atau surat lain. Apa yang dituju dicatat atas nama Anda, jadi kami bertanya dahulu. Belum ada yang dibuka atau dicatat.
elsewhere-what = Yang akan dibuka
elsewhere-where = Alamat
elsewhere-open = Ya, buka
opens-other = Sesuatu yang dicatat atas nama Anda
file-again = Pilih kembali berkasnya: peramban tidak menyimpannya.
field-at-most = Paling banyak { $count } karakter.
