# Data pribadi: halaman data saya, meja penghapusan, penolakannya.
mydata-title = Data saya
mydata-lead = Lihat dan unduh semua data yang disimpan sistem tentang Anda, atau minta dihapus.
mydata-purpose = Data Anda disimpan untuk menyelenggarakan seleksi tugas belajar dan mempertanggungjawabkan hasilnya. Anda berhak memperoleh semuanya, beserta jejak siapa yang memprosesnya (UU 27/2022).
mydata-holds = Isi berkas
mydata-holds-account = Akun, peran, dan riwayat masuk Anda
mydata-holds-proposals = Usulan Anda dengan semua versinya, dokumen, dan dukungan pimpinan
mydata-holds-results = Hasil verifikasi dan seleksi, sanggahan, tawaran, dan surat
mydata-holds-work = Dukungan, verifikasi, lembar penilaian, tugas, dan benturan kepentingan Anda sendiri
mydata-holds-trail = Jejak pemrosesan: apa yang dilakukan, kapan, dan oleh siapa
mydata-without = Yang tidak dimuat
mydata-without-why = Nama penilai, verifikator, dan anggota tim sanggah, karena membukanya dapat membahayakan orang lain (pasal 33). Hasil dan jejak penilaian baru dimuat setelah pengumuman. Kata sandi tidak dimuat.
mydata-download = Unduh data saya (ZIP)
mydata-recorded = Pengunduhan dicatat. Simpan berkasnya di tempat yang aman.
mydata-erasure = Penghapusan data
mydata-erasure-lead = Data Anda dihapus setelah masa simpannya berakhir. Anda dapat meminta penghapusan lebih awal; sekretariat wajib menjawab dalam 3 x 24 jam dengan alasannya. Data yang masih diperlukan untuk mempertanggungjawabkan suatu keputusan tidak dapat dihapus lebih awal. Setelah dihapus, akun Anda tidak dapat dipakai lagi.
mydata-reason = Alasan permintaan
mydata-reason-hint = Boleh dikosongkan.
mydata-ask = Minta data saya dihapus
mydata-waits = Permintaan Anda diterima pada
mydata-waits-until = Sekretariat menjawab paling lambat
mydata-granted = Permintaan dikabulkan; data Anda segera dihapus
mydata-refused = Permintaan belum dapat dikabulkan
menu-privacy = Data pribadi
menu-privacy-line = Permintaan penghapusan, masa simpan, dan siapa yang datanya sudah waktunya dihapus.
retention-title = Penghapusan data pribadi
retention-lead = Data pribadi dihapus setelah masa simpannya berakhir, dan tidak selama ada sanggahan yang berjalan atau tugas belajar yang dipantau. Catatan sistem tetap utuh: isinya hanya pengenal dan sidik.
retention-done-erased = Data orang yang dipilih sudah dihapus. Mereka diberi tahu melalui surat.
retention-done-answered = Jawaban dicatat dan dikirim kepada pemohon.
retention-unconfirmed = Masa simpan ini masih usulan bawaan sistem. Tetapkan menurut jadwal retensi arsip instansi sebelum menghapus data (docs/privacy.md).
retention-requests = Permintaan yang menunggu jawaban
retention-requests-none = Tidak ada permintaan yang menunggu.
retention-asked = Diajukan
retention-due = Harus dijawab paling lambat
retention-overdue = lewat waktu
retention-answer = Kirim jawaban
retention-answer-granted = Kabulkan: data dihapus
retention-answer-refused = Tolak: data masih disimpan
retention-reason-hint = Paling sedikit { $minimum } karakter; pemohon membacanya.
retention-field-answer = Jawaban
retention-field-reason = Alasan
retention-field-password = Kata sandi Anda
retention-field-people = Orang yang dipilih
retention-password-hint = Ketik lagi untuk memastikan bahwa ini Anda.
retention-due-people = Sudah waktunya dihapus
retention-due-none = Tidak ada yang sudah waktunya dihapus.
retention-choose = Pilih yang datanya dihapus sekarang
retention-on-request = atas permintaan
retention-erase-lead = Nama, surel, NIP, isi usulan, dokumen, dan isi surat dihapus dan tidak dapat dikembalikan. Nomor usulan, nilai, dan hasilnya tetap ada tanpa nama.
retention-erase = Hapus data yang dipilih
retention-held = Belum dapat dihapus
retention-held-none = Tidak ada.
retention-person = Nama
retention-why = Sebabnya
retention-until = sampai
retention-hold-on-duty = masih memegang tugas
retention-hold-call-running = ikut dalam seleksi yang belum selesai
retention-hold-objection-open = sanggahan belum dijawab
retention-hold-seat-offered = tawaran kursi belum dijawab
retention-hold-seat-followed = tugas belajar masih dipantau
retention-class-account = akun
retention-class-draft = rancangan usulan
retention-class-withdrawn = usulan yang ditarik
retention-class-ineligible = usulan yang tidak memenuhi syarat
retention-class-not-selected = usulan yang tidak terpilih
retention-class-selected = usulan yang terpilih
retention-class-objection = sanggahan
retention-class-work = tugas memverifikasi, menilai, atau memutus
retention-class-letters = surat
retention-periods = Masa simpan dan dasarnya
retention-months = { $count ->
   *[other] { $count } bulan
}
retention-ends-on-request = dapat diakhiri atas permintaan
erasure-asked-already = Permintaan Anda yang sebelumnya masih menunggu jawaban.
erasure-answered = Permintaan ini sudah dijawab.
erasure-held = Data ini belum dapat dihapus: { $hold ->
    [on_duty] orangnya masih memegang tugas
    [call_running] orangnya ikut dalam seleksi yang belum selesai
    [objection_open] ada sanggahan yang belum dijawab
    [seat_offered] ada tawaran kursi yang belum dijawab
    [seat_followed] tugas belajarnya masih dipantau
   *[kept] masa simpannya belum berakhir
}.
erasure-of-oneself = Anda tidak dapat menghapus data atau menjawab permintaan Anda sendiri; mintalah rekan sekretariat.
erasure-nobody = Pilih paling sedikit satu dan paling banyak 100 orang.
