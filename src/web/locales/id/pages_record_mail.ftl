# Halaman catatan dan antrean surat.
menu-record = Isi catatan
menu-record-line = Siapa melakukan apa, kapan; siapa membuka berkas apa.
menu-mail = Surat
menu-mail-line = Surat yang menunggu, terkirim, atau gagal, dan sebabnya.
record-title = Isi catatan
record-lead = Setiap tindakan menurut urutannya. Data pribadi tidak disimpan di sini: hanya pengenal dan sidik jari.
record-questions = Pertanyaan yang sering diajukan
record-question-all = Semua
record-question-opened = Siapa membuka berkas
record-question-exported = Siapa mengekspor
record-question-signed-in = Siapa masuk
record-question-scored = Siapa menyerahkan nilai
record-question-decided = Siapa mengusulkan keputusan
record-field-subject = Tentang
record-field-act = Jenis tindakan
record-field-from = Mulai catatan ke-
record-subject-hint = Misalnya proposal: diikuti pengenalnya
record-act-hint = Misalnya document.read
record-from-hint = Nomor catatan
record-none = Tidak ada catatan yang cocok.
record-program = sistem
record-details = Isi dan sidik jari
mail-queue-title = Antrean surat
mail-queue-lead = Surat dikirim satu per satu di latar belakang dan diulang sendiri bila tertunda. Isinya tidak ditampilkan di sini.
mail-queue-states = Keadaan surat
mail-queue-oldest = Ada surat yang seharusnya sudah berangkat sejak
mail-queue-reasons = Mengapa tertunda atau gagal
mail-queue-none = Tidak ada surat dalam keadaan ini.
mail-state-queued = menunggu
mail-state-sending = sedang dikirim
mail-state-sent = terkirim
mail-state-failed = gagal
mail-sent-at = Terkirim
mail-next-at = Dicoba lagi
mail-attempts = { $count ->
    [0] Belum dicoba.
   *[other] Dicoba { $count } kali.
}
mail-retry = Kirim lagi
record-withheld = Tidak ditampilkan
