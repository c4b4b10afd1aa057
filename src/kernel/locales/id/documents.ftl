# Dokumen: unggahan, pemeriksaan isinya, unduhan.
file-empty = Berkas kosong. Pilih kembali berkasnya.
file-too-large = Berkas lebih besar daripada { $megabytes } MB. Pindai ulang hitam-putih 150 dpi, atau kompres berkasnya.
file-not-recognised = Ini bukan berkas jenis yang diterima ({ $allowed }), apa pun namanya. Ekspor sebagai PDF, lalu kirim kembali.
file-wrong-format = Dokumen ini hanya diterima sebagai { $allowed }.
file-incomplete = Bagian akhir berkas tidak ada; tampaknya terpotong. Ekspor kembali, lalu kirim kembali.
pdf-encrypted = PDF ini tidak dapat dibuka tanpa kata sandi sehingga tidak dapat dibaca. Simpan tanpa kata sandi, lalu kirim kembali.
pdf-active-content = { $what ->
    [script] PDF ini memuat skrip.
    [form] PDF ini memuat formulir yang mengirim atau mengambil data sendiri.
    [attachment] PDF ini memuat berkas di dalam berkas.
    [outside-file] PDF ini merujuk ke berkas, folder, atau program di komputer atau jaringan lain.
    [media] PDF ini memuat video, suara, atau objek tiga dimensi.
   *[automatic] PDF ini menjalankan sesuatu sendiri saat dibuka.
} Cetak ke PDF ("Simpan sebagai PDF"), lalu kirim hasilnya.
pdf-not-readable = Susunan PDF ini tidak dapat diperiksa. Cetak ke PDF ("Simpan sebagai PDF"), lalu kirim hasilnya.
pdf-without-pages = PDF ini tidak memiliki halaman. Ekspor ulang, lalu kirim kembali.
file-damaged = Berkas yang tersimpan rusak dan tidak diberikan. Beri tahu sekretariat.
documents-too-large = Semua dokumen satu usulan paling besar 25 MB; untuk dokumen ini tersisa { $limit } bita.
too-many-versions = Dokumen ini sudah diunggah { $maximum } kali. Hubungi sekretariat.
documents-closed = Dokumen usulan ini tidak dapat lagi diunggah.
no-open-repair = Tidak ada masa perbaikan yang terbuka: batas waktu unggah sudah lewat.
kind-not-opened = Dokumen ini tidak dibuka untuk perbaikan; hanya: { $allowed }.
form-expected = Kirim formulir sebagai multipart/form-data dengan isian kind dan file, atau PUT berkasnya langsung ke …/documents/JENIS.
page-not-drawable = Halaman berkas ini tidak dapat ditampilkan di sini. Unduh berkasnya untuk membacanya.
pages-busy = Terlalu banyak halaman sedang ditampilkan. Coba lagi sebentar lagi.
upload-offset = Bagian ini tidak menyambung: yang sudah tersimpan { $offset } bita. Lanjutkan dari sana.
upload-in-use = Unggahan ini sedang menerima bagian lain. Coba lagi sebentar lagi.
upload-too-long = Kiriman melebihi ukuran yang semula disebutkan ({ $limit } bita).
too-many-uploads = Masih ada { $maximum } unggahan Anda yang belum selesai. Lanjutkan atau batalkan salah satunya dahulu.
uploads-too-large = Semua unggahan Anda yang belum selesai paling besar 25 MB; tersisa { $limit } bita. Lanjutkan atau batalkan salah satunya dahulu.
tus-version = Sertakan Tus-Resumable: 1.0.0; hanya versi itu yang dikenal.
