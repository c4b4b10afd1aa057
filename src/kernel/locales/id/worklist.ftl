# Daftar kerja: `work-<jenis>` dengan jumlahnya, `work-name-<jenis>` di surel pagi.
work-title = Menunggu Anda
work-none = Tidak ada yang menunggu Anda saat ini.
work-late = { $count } lewat batas waktu
work-due = Batas waktu
work-next = Kerjakan yang berikutnya
work-all = Lihat semua
work-pages = Semua halaman tugas Anda
work-pact = { $count ->
   *[other] { $count } pakta integritas untuk ditandatangani
}
work-name-pact = pakta integritas
work-problems = { $count ->
   *[other] { $count } masalah menunggu persetujuan
}
work-name-problems = persetujuan masalah
work-returned-problems = { $count ->
   *[other] { $count } masalah dikembalikan untuk diperbaiki
}
work-name-returned-problems = masalah yang dikembalikan
work-needs = { $count ->
   *[other] { $count } rencana kebutuhan meminta isian unit Anda
}
work-name-needs = rencana kebutuhan
work-need-plans = { $count ->
   *[other] { $count } rencana kebutuhan menunggu persetujuan
}
work-name-need-plans = persetujuan rencana kebutuhan
work-measurements = { $count ->
   *[other] { $count } hasil pengukuran menunggu pemeriksaan
}
work-name-measurements = pemeriksaan hasil pengukuran
work-endorsements = { $count ->
   *[other] { $count } usulan menunggu rekomendasi atau persetujuan Anda
}
work-name-endorsements = rekomendasi dan persetujuan pemilik masalah
work-verification = { $count ->
   *[other] { $count } usulan menunggu verifikasi Anda
}
work-name-verification = verifikasi berkas
work-exceptions = { $count ->
   *[other] { $count } permohonan pengecualian menunggu keputusan Anda
}
work-name-exceptions = pengecualian
work-conflict-withdrawals = { $count ->
   *[other] { $count } permohonan pencabutan konflik kepentingan
}
work-name-conflict-withdrawals = pencabutan konflik kepentingan
work-assignment = { $count ->
   *[other] { $count } usulan kekurangan penilai
}
work-name-assignment = penugasan penilai
work-sheets = { $count ->
   *[other] { $count } lembar nilai Anda belum dikirim
}
work-name-sheets = lembar nilai Anda
work-sheets-outstanding = { $count ->
   *[other] { $count } lembar nilai panel belum masuk
}
work-name-sheets-outstanding = lembar nilai yang belum masuk
work-lacking = { $count ->
   *[other] { $count } usulan tanpa lembar nilai yang lengkap
}
work-name-lacking = usulan tanpa lembar nilai lengkap
work-interview-sheets = { $count ->
   *[other] { $count } lembar nilai wawancara Anda belum dikirim
}
work-name-interview-sheets = lembar nilai wawancara Anda
work-interviews = { $count ->
   *[other] { $count } wawancara perlu dijadwalkan atau dilengkapi
}
work-name-interviews = wawancara yang belum lengkap
work-reconciliation = { $count ->
   *[other] { $count } usulan dengan nilai berjauhan belum dibahas
}
work-name-reconciliation = nilai yang berjauhan
work-remarks = { $count ->
   *[other] { $count } tanggapan atas berita acara menunggu jawaban
}
work-name-remarks = tanggapan atas berita acara
work-minutes = { $count ->
   *[other] { $count } berita acara menunggu tanda tangan Anda
}
work-name-minutes = penandatanganan berita acara
work-proposing = { $count ->
   *[other] { $count } keputusan perlu diusulkan
}
work-name-proposing = usulan keputusan
work-approval = { $count ->
   *[other] { $count } usulan keputusan menunggu penetapan Anda
}
work-name-approval = penetapan keputusan
work-announcement = { $count ->
   *[other] { $count } keputusan siap diumumkan
}
work-name-announcement = pengumuman
work-objections = { $count ->
   *[other] { $count } sanggahan menunggu putusan Anda
}
work-name-objections = sanggahan
work-study-papers = { $count ->
   *[other] { $count } dokumen studi menunggu pemeriksaan
}
work-name-study-papers = dokumen studi
work-study-requests = { $count ->
   *[other] { $count } permohonan perubahan studi menunggu jawaban
}
work-name-study-requests = permohonan perubahan studi
work-changes = { $count ->
   *[other] { $count } perubahan peran atau penempatan menunggu persetujuan
}
work-name-changes = perubahan peran dan penempatan
work-corrections = { $count ->
   *[other] { $count } perbaikan alamat surel menunggu persetujuan
}
work-name-corrections = perbaikan alamat surel
work-identities = { $count ->
   *[other] { $count } NIP menunggu konfirmasi
}
work-name-identities = konfirmasi NIP
work-breaches = { $count ->
   *[other] { $count } kegagalan pelindungan data pribadi belum ditutup
}
work-name-breaches = kegagalan pelindungan data pribadi
work-erasures = { $count ->
   *[other] { $count } permintaan penghapusan data menunggu jawaban
}
work-name-erasures = permintaan penghapusan data
work-failed-mails = { $count ->
   *[other] { $count } surel gagal terkirim
}
work-name-failed-mails = surel yang gagal terkirim
