# Dokumen: unggahan, pemeriksaan isinya, unduhan.
file-empty = Berkas kosong. Pilih kembali berkasnya.
file-not-recognised = Ini bukan berkas jenis yang diterima ({ $allowed }), apa pun namanya. Ekspor sebagai PDF, lalu kirim kembali.
file-wrong-format = Dokumen ini hanya diterima sebagai { $allowed }.
file-incomplete = Bagian akhir berkas tidak ada; tampaknya terpotong. Ekspor kembali, lalu kirim kembali.
pdf-encrypted = PDF ini dienkripsi atau dikunci kata sandi sehingga tidak dapat dibaca. Simpan tanpa perlindungan, lalu kirim kembali.
pdf-active-content = PDF ini memuat skrip, perintah menjalankan program, atau berkas di dalam berkas. Cetak ke PDF ("Simpan sebagai PDF"), lalu kirim hasilnya.
pdf-not-readable = Susunan PDF ini tidak dapat diperiksa. Cetak ke PDF ("Simpan sebagai PDF"), lalu kirim hasilnya.
file-damaged = Berkas yang tersimpan rusak dan tidak diberikan. Beri tahu sekretariat.
documents-too-large = Semua dokumen satu usulan paling besar 25 MB; untuk dokumen ini tersisa { $limit } bita.
too-many-versions = Dokumen ini sudah diunggah { $maximum } kali. Hubungi sekretariat.
documents-closed = Dokumen usulan ini tidak dapat lagi diunggah.
no-open-repair = Tidak ada masa perbaikan yang terbuka: batas waktu unggah sudah lewat.
kind-not-opened = Dokumen ini tidak dibuka untuk perbaikan; hanya: { $allowed }.
form-expected = Kirim formulir sebagai multipart/form-data dengan isian kind dan file, atau PUT berkasnya langsung ke …/documents/JENIS.
page-not-drawable = Halaman berkas ini tidak dapat ditampilkan di sini. Unduh berkasnya untuk membacanya.
pages-busy = Terlalu banyak halaman sedang ditampilkan. Coba lagi sebentar lagi.
