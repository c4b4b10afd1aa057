# Studi sesudah kursi diterima: penolakan.
study-state = Studi ini { $state ->
    [admission] menunggu bukti penerimaan
    [admitted] menunggu perjanjian
    [studying] sedang berlangsung
    [interrupted] sedang terputus
    [returned] sudah selesai dengan kembali bertugas
    [concluded] sudah ditutup
    [stopped] sudah dihentikan
    [failed] dinyatakan gagal
    [not_admitted] berakhir tanpa penerimaan
   *[left] berakhir karena keluar dari instansi
}; hal itu tidak dapat dilakukan sekarang.
admission-still-running = Belum dapat dicatat: tanggalnya { $day } belum lewat.
papers-missing = Dokumen berikut belum ada dengan berkasnya: { $papers }. Tambahkan dulu, lalu ulangi.
paper-checked = Dokumen ini sudah diperiksa.
paper-without-file = Dokumen ini belum mempunyai berkas, jadi tidak ada yang dapat diperiksa.
paper-has-file = Dokumen ini sudah mempunyai berkas. Tambahkan dokumen baru bila berkasnya lain.
own-paper = Dokumen yang Anda unggah sendiri diperiksa oleh orang lain di sekretariat.
paper-not-to-check = Dokumen ini dicatat oleh sekretariat sendiri dan tidak diperiksa.
paper-too-large = Berkas terlalu besar; paling besar { $limit } bita. Perkecil berkas lalu kirim lagi.
request-open = Permohonan seperti ini masih menunggu keputusan. Tarik dulu permohonan itu bila ingin menggantinya.
request-ended = Permohonan ini sudah { $state ->
    [approved] disetujui
    [refused] ditolak
   *[withdrawn] ditarik
}.
side-has-ruled = Pihak ini sudah memutuskan permohonan ini.
side-not-asked = Permohonan ini tidak memerlukan keputusan pihak ini.
same-person-rules = Anda sudah memutuskan untuk pihak lain. Pihak yang kedua harus orang lain.
reason-needed = Tuliskan alasannya; penerima tugas belajar membacanya.
consequence-needed = Tuliskan akibatnya bagi ikatan dinas dan biaya (paling sedikit 10 karakter).
cause-needed = Pilih sebab studi terputus.
day-before-beginning = Tanggal ini lebih awal daripada langkah sebelumnya ({ $day }).
day-ahead = Tanggal ini belum tiba; hari ini { $today }.
days-reversed = Tanggal akhir harus sesudah tanggal awal.
step-not-recorded-so = Langkah ini tidak dicatat di sini, tetapi mengikuti dokumen atau tanggalnya.
paper-not-yours = Dokumen jenis ini dicatat oleh sekretariat.
no-such-mentor = Tidak ada akun aktif dengan alamat surel ini. Periksa ejaannya, atau minta sekretariat membuka akunnya.
mentor-of-other-unit = Mentor harus berasal dari unit pemilik masalah ({ $unit }).
mentor-is-awardee = Penerima tugas belajar tidak dapat menjadi mentornya sendiri.
plan-leaves-period = Periode { $number } ({ $from } – { $to }) belum mempunyai capaian. Setiap periode memerlukan paling sedikit satu.
milestone-outside = Tanggal ini di luar masa studi ({ $from } – { $to }).
nothing-changes = Isian ini sama dengan yang berlaku sekarang; tidak ada yang berubah.
topic-problem-not-approved = Masalah ini tidak (lagi) disetujui dalam daftar. Pilih masalah yang disetujui.
extension-too-long = Perpanjangan seluruhnya paling lama { $months } bulan, yaitu sampai { $day }.
study-end-not-later = Tanggal ini tidak lebih akhir daripada yang berlaku ({ $day }).
deferral-not-later = Tanggal ini tidak lebih akhir daripada batas yang berlaku ({ $day }).
no-such-unit-to-place = Pilih unit yang aktif.
plan-bearer-needed = Lulusan ditempatkan di luar unit pemilik masalah. Tuliskan siapa yang menjalankan rencana pemanfaatan di sana, dan bagaimana (paling sedikit 10 karakter).
study-follows = Kursi ini sudah diikuti studi. Akhiri di halaman studinya.
impact-months = Tuliskan 1 sampai 12 angka bulan (1–120) dari yang terkecil, dipisah koma, misalnya 6, 12, 24.
admission-before-result = Tanggal ini harus sesudah masa sanggah berakhir ({ $day }).
nothing-to-take-back = Tidak ada langkah yang dapat dibatalkan. Kursi yang sudah dikembalikan tidak dapat ditarik lagi.
report-too-early = Laporan ini dapat dikirim mulai { $day }. Yang Anda tulis tetap tersimpan.
report-state = Laporan ini { $state ->
    [draft] belum dikirim
    [sent] sudah dikirim dan menunggu tanggapan
    [returned] dikembalikan untuk diperbaiki
   *[acknowledged] sudah diterima
}; hal itu tidak dapat dilakukan sekarang.
report-not-begun = Laporan ini belum ditulis. Tulis dan simpan dulu.
report-files-enough = Laporan ini sudah mempunyai { $limit } berkas. Hapus salah satu bila ingin menambah.
not-in-this-report = Bagian ini tidak termasuk jenis laporan ini. Kosongkan.
other-milestone = Capaian ini tidak ada dalam rencana yang berlaku. Muat ulang halaman untuk melihat rencananya.
used-or-obstacle = Tuliskan paling sedikit satu hal yang sudah dimanfaatkan, atau hambatan yang menjelaskan mengapa belum ada.
words-needed = Tuliskan catatannya; yang berkepentingan membacanya.
use-moved-by-owner = Hanya unit pemilik masalah yang dapat menghentikan atau memindahkan kegiatan. Mintalah kepada unit itu.
use-before-return = Tanggal ini sebelum kembali bertugas ({ $day }).
report-file-sent = Berkas ini sudah dikirim bersama laporan, jadi pembacanya tetap memilikinya. Tambahkan berkas baru bila perlu.
