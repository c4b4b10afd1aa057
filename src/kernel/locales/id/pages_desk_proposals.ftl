# Halaman kerja usulan: pimpinan unit yang mendukung, verifikator yang memeriksa berkas.
menu-unit-proposals = Usulan unit
menu-unit-proposals-line = Baca dan dukung usulan peserta unit Anda, dan yang menjawab masalah unit Anda.
menu-verification = Verifikasi berkas
menu-verification-line = Antrean berkas yang menunggu pemeriksaan Anda.
desk-proposals-title = Usulan
desk-proposals-unit = Peserta dari unit Anda, dan siapa pun yang menjawab masalah unit Anda.
desk-proposals-none = Belum ada usulan.
desk-not-submitted = belum diajukan
reading-rules = Persyaratan
reading-no-endorsement = Belum ada dukungan.
endorser-unit-head = Pimpinan unit peserta
endorser-problem-owner = Pemilik masalah
endorse-title = Dukung usulan ini
endorse-lead = Dukungan berlaku untuk isi yang sekarang. Bila inti usulan berubah, dukungan diminta kembali.
endorse-as = Anda mendukung sebagai
endorse-as-unit-head = Pimpinan unit peserta: unit dapat melepas dan akan memakai hasilnya
endorse-as-problem-owner = Pemilik masalah: masalahnya tepat, dan rencananya dapat dijalankan
endorse-hint = Apa yang unit Anda janjikan, misalnya data, waktu, atau pemakaian hasilnya. Paling banyak { $maximum } karakter.
reading-asked = Calon peserta meminta rekomendasi Anda sejak { $value }.
changed-since = Yang berubah sejak direkomendasikan pada { $value }
changed-before = Saat direkomendasikan
changed-after = Sekarang
return-title = Kembalikan dengan catatan
return-as = Anda mengembalikan sebagai
return-hint = Apa yang perlu diperbaiki sebelum Anda memberi rekomendasi. Calon peserta membacanya. Paling banyak { $maximum } karakter.
return-button = Kembalikan kepada calon peserta
field-reviewer = Penilai
field-remark = Catatan
endorse-button = Dukung
field-statement = Pernyataan dukungan
verification-lead = Dua verifikator memeriksa setiap berkas tanpa melihat pekerjaan satu sama lain. Bila berbeda, verifikator ketiga menentukan.
verification-no-call = Tidak ada seleksi yang berkasnya perlu diverifikasi sekarang.
verification-begins = Verifikasi dimulai setelah pengajuan ditutup,
queue-title = Antrean verifikasi
queue-due = { $count ->
    [0] Tidak ada usulan yang menunggu Anda.
   *[other] { $count } usulan menunggu Anda.
}
queue-next = Periksa berikutnya
queue-none = Tidak ada usulan dalam antrean.
queue-number = Nomor
queue-standing = Keadaan
queue-concluded = Kesimpulan
queue-unit = Unit
queue-eligible = MS
queue-ineligible = TMS
queue-withdrawn = ditarik
queue-repair = masa perbaikan
queue-waits = menunggu verifikator lain
queue-draft = draf Anda
queue-third = perlu verifikator ketiga
queue-new = belum Anda periksa
verify-title = Daftar periksa
verify-read = Baca usulan lengkap
verify-lead = Buka setiap dokumen, lalu tandai. Draf hanya Anda yang melihat. Sebelum menyimpulkan Anda melihat semuanya sekali lagi.
verify-ok = Sesuai
verify-not-ok = Tidak sesuai
verify-reason = Alasan
verify-text = Penjelasan untuk peserta
verify-save = Simpan draf
verify-conclude-ms = Simpulkan MS
verify-conclude-tms = Simpulkan TMS
verify-concluded = Kesimpulan
verify-round = Putaran { $value }
verify-mine = milik Anda
verify-all-in-order = { $count ->
   *[other] { $count } butir diperiksa, semuanya sesuai.
}
verify-settled-MS = Memenuhi syarat (MS): verifikator sepakat.
verify-settled-TMS = Tidak memenuhi syarat (TMS): verifikator sepakat.
verify-third = Dua verifikator berbeda kesimpulan; diperlukan verifikator ketiga.
verify-nothing = Belum ada kesimpulan.
reason-choice-missing = tidak ada
reason-choice-unreadable = tidak terbaca
reason-choice-wrong-document = bukan dokumen yang diminta
reason-choice-expired = tidak berlaku lagi
reason-choice-unsigned = tidak ditandatangani yang berwenang
reason-choice-contradicts = bertentangan dengan isian lain
reason-choice-rule-not-met = syarat tidak terpenuhi
reason-choice-other = lainnya (jelaskan)
repair-title = Masa perbaikan
repair-open-title = Beri kesempatan memperbaiki
repair-open-lead = { $count ->
   *[other] Peserta mendapat { $count } hari untuk mengganti dokumen yang dipilih; verifikasi diulang sesudahnya.
}
repair-items = Dokumen yang dibuka
repair-reason = Apa yang harus diperbaiki
repair-reason-hint = Peserta membacanya. Paling banyak { $maximum } karakter.
repair-open-button = Buka perbaikan
repair-yours = Perbaiki dokumen Anda
repair-until = Dapat diganti sampai
repair-done = Perbaikan selesai
repair-done-hint = Tekan bila semua sudah diganti; verifikasi dilanjutkan tanpa menunggu batas waktu.
queue-of = { $count ->
   *[other] dari { $count } usulan dalam antrean.
}
verify-done-saved = Draf tersimpan.
verify-done-concluded = Simpulan Anda tercatat.
verify-done-taken-back = Simpulan ditarik kembali; daftar periksa menjadi draf lagi.
verify-applicant = Siapa yang mengajukan
verify-no-nip = tidak ada
verify-nip-now = sekarang { $value }: dikoreksi sesudah diajukan
verify-unopened = belum Anda buka
second-look-title = Lihat sekali lagi sebelum menyimpulkan
second-look-back = Kembali ke daftar periksa
second-look-MS = Simpulan Anda: memenuhi syarat (MS)
second-look-TMS = Simpulan Anda: tidak memenuhi syarat (TMS)
second-look-faults = { $count ->
    [0] Tidak ada baris yang bermasalah.
   *[other] { $count } baris tidak sesuai.
}
second-look-unopened = Berkas yang belum Anda buka
second-look-unopened-lead = Kembali dan bukalah, atau nyatakan satu per satu. Pernyataan ini tercatat.
second-look-without = Saya menyimpulkan tanpa membuka: { $value }
second-look-confirm = Saya sudah memeriksa semua baris dan simpulan ini milik saya.
second-look-after = Selama belum ada verifikator lain yang menyimpulkan, Anda masih dapat menarik simpulan ini kembali dengan alasan.
second-look-do-MS = Simpulkan MS
second-look-do-TMS = Simpulkan TMS
second-look-field-outcome = Kesimpulan
second-look-field-confirmed = Pernyataan
second-look-field-unopened = Berkas yang belum Anda buka
take-back-title = Tarik kembali simpulan saya
take-back-lead = Bisa selama belum ada verifikator lain yang menyimpulkan. Daftar periksa menjadi draf lagi; penarikan dan alasannya tercatat.
take-back-reason = Mengapa keliru
take-back-button = Tarik kembali
taken-back = ditarik kembali
