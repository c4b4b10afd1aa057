# Catatan pada kalender pembaca (.ics): judul, dan satu baris penjelasan.

appointment-file = jadwal
appointment-opens-at = Pengajuan usulan dibuka: { $about }
appointment-submissions-close-at = Batas akhir pengajuan usulan: { $about }
appointment-screening-ends-at = Verifikasi berkas selesai: { $about }
appointment-review-ends-at = Batas akhir penilaian usulan: { $about }
appointment-announcement-at = Pengumuman hasil seleksi: { $about }
appointment-objections-end-at = Batas akhir sanggahan: { $about }
appointment-repair-due = Batas akhir perbaikan berkas: { $about }
appointment-answer-due = Batas akhir jawaban tawaran: { $about }
appointment-plenary = Rapat pleno seleksi tugas belajar: { $about }
appointment-line-opens-at = Sejak saat ini usulan tugas belajar dapat diajukan.
appointment-line-submissions-close-at = Usulan yang belum diajukan setelah saat ini tidak ikut seleksi.
appointment-line-screening-ends-at = Pemeriksaan kelengkapan dan syarat selesai.
appointment-line-review-ends-at = Semua lembar nilai harus sudah diserahkan.
appointment-line-announcement-at = Hasil seleksi direncanakan diumumkan.
appointment-line-objections-end-at = Setelah saat ini sanggahan tidak dapat diajukan lagi.
appointment-line-repair-due = Setelah saat ini dokumen tidak dapat diganti lagi.
appointment-line-answer-due = Tawaran yang tidak dijawab sampai saat ini gugur.
appointment-line-plenary = Bahan dan tautan rapat ada di halaman undangan.
appointment-sheet-due = Batas akhir lembar nilai: { $about }
appointment-line-sheet-due = Lembar yang diperlukan sanggahan yang diterima; tanpa lembar ini belum ada putusan baru.
