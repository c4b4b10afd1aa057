# Sanggahan, pengumuman ulang, tawaran kursi: penolakan.
sheets-ordered = Lembar nilai yang diperintahkan tim sanggah belum lengkap untuk: { $numbers }. Tugaskan penilai lain dan tunggu lembarnya.
objection-twice = Untuk hal ini sudah pernah diajukan sanggahan. Setiap hal hanya dapat disanggah satu kali.
objection-state = Sanggahan ini berstatus { $state ->
    [filed] masuk dan belum diambil
    [taken] sedang diperiksa
    [upheld] sudah diterima
    [rejected] sudah ditolak
   *[withdrawn] sudah ditarik kembali
}; tindakan itu tidak dapat dilakukan.
objection-taken-by-another = Sanggahan ini sedang diperiksa anggota tim lain.
ruler-not-disjoint = Anda tidak dapat menjawab sanggahan ini, karena Anda ikut { $part ->
    [verified] memverifikasi
    [scored] menilai
   *[decided] memutus
} usulannya. Anggota tim sanggah lain yang harus menjawab.
attachment-too-large = Lampiran terlalu besar; paling besar { $limit } bita. Kecilkan berkas lalu unggah kembali.
attachment-twice = Sanggahan ini sudah memiliki lampiran.
subject-not-open = Hal ini tidak dapat disanggah untuk hasil Anda. Pilih salah satu hal yang tersedia.
remedy-not-fitting = Tindak lanjut ini tidak menjawab hal yang disanggah.
remedy-sheet-unknown = Tidak ada lembar nilai dengan huruf itu pada usulan ini.
award-state = Tawaran ini sudah { $state ->
    [accepted] diterima
    [declined] ditolak
    [lapsed] gugur
    [withdrawn] ditarik
   *[offered] ditawarkan
}; tindakan itu tidak dapat dilakukan.
offer-ended = Batas waktu menjawab tawaran ini sudah lewat. Hubungi sekretariat bila ada halangan.
offer-running = Peserta masih dapat menjawab sampai { $until } (UTC).
objections-pending = Masih ada sanggahan yang belum dijawab. Kursi baru ditawarkan sesudah semuanya diputus.
result-under-revision = Hasil sedang ditinjau kembali setelah sanggahan diterima. Umumkan hasil yang baru lebih dahulu.
administrative-not-open = Hasil administrasi hanya dapat disanggah oleh calon peserta yang dinyatakan TMS, selama masa sanggah administrasi.
