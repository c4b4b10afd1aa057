# Sebelum mendaftar: siapa, untuk apa, syarat dengan angkanya, dan periksa mandiri. Bantuan pada setiap halaman.
footer-help = Bantuan:
call-begin-signed-out = Masuk untuk mulai usulan
call-closed = Pengajuan usulan sudah ditutup pada
brief-who = Untuk siapa
brief-who-servant = PNS dengan ijazah { $value }.
brief-who-employee = Pegawai dengan ijazah { $value }.
brief-rules = { $count ->
   *[other] Baca { $count } syarat beserta angkanya
}
brief-for = Untuk apa
brief-what = Tugas belajar { $levels } yang menjawab satu masalah pengawasan terdaftar. Kuota: { $count } orang.
brief-steps = Langkah
brief-way = { $count ->
   *[other] 1. Pilih masalah dan isi usulan. 2. Mintalah rekomendasi pimpinan unit kerja dan persetujuan pemilik masalah. 3. Unggah { $count } dokumen wajib. 4. Ajukan; tanda terima terbit saat itu juga.
}
brief-then = Sesudah itu: verifikasi berkas, penilaian, lalu pengumuman pada { $value }.
brief-calendar = Jadwal lengkap
brief-files = { $count ->
   *[other] { $count } dokumen wajib, dengan format dan ukurannya
}
basis-own = ketentuan seleksi ini
file-limits = { $formats }, paling besar { $size }
asks-civil-servant = Berstatus PNS (bukan CPNS atau PPPK)
asks-years-of-service = Masa kerja pada awal studi sedikitnya { $at_least } tahun
asks-remaining-service = Sisa masa kerja pada awal studi sedikitnya { $released } × lama studi normatif bila dibebaskan dari jabatan, atau { $kept } × bila tidak ({ $levels })
asks-remaining-level = { $level }: { $released } atau { $kept } bulan
asks-age = Usia pada awal studi paling tinggi, dalam tahun: { $levels }
asks-performance-rating = { $count ->
   *[other] Predikat kinerja setiap tahun dalam { $count } tahun terakhir sekurang-kurangnya { $grade }
}
asks-no-sanction = Tidak sedang menjalani hukuman disiplin sedang atau berat, dan sudah lewat { $medium } tahun sejak hukuman sedang atau { $heavy } tahun sejak hukuman berat berakhir
asks-no-criminal-case = Tidak sedang menjalani proses pidana dan tidak pernah dijatuhi pidana
asks-in-active-service = Berstatus aktif (tidak CLTN atau diberhentikan sementara)
asks-no-service-bond = Ikatan dinas dari studi sebelumnya selesai sebelum studi baru dimulai
asks-no-failed-assignment = Tidak pernah gagal atau membatalkan tugas belajar karena kelalaian sendiri
asks-no-other-nomination = Tidak sedang diusulkan pada tugas belajar lain
asks-accreditation = Akreditasi program studi sekurang-kurangnya { $grade }, berlaku pada hari pertama studi
asks-degree-below = Memiliki ijazah satu jenjang di bawahnya: { $levels }
asks-degree-level = { $held } untuk { $level }
asks-no-degree-of-level = Belum memiliki ijazah jenjang yang dituju ({ $levels })
asks-grade-point-average = IPK ijazah terakhir sekurang-kurangnya: { $levels }
asks-duration = Lama studi paling lama, dalam bulan: { $levels }
call-rules = Cara penetapan peringkat
rules-mean = Nilai usulan adalah rata-rata nilai total dari para penilainya.
rules-median = Nilai usulan adalah median (nilai tengah) dari nilai total para penilainya.
rules-divergent = Bila nilai total dua penilai berselisih lebih dari { $total }, atau skor satu kriteria berselisih { $criterion } atau lebih, panel melakukan rekonsiliasi sebelum rapat pleno.
rules-ties = Nilai yang sama ditentukan berturut-turut oleh { $value }.
rules-tie-mean = rata-rata yang lebih tinggi pada kriteria “{ $value }”
rules-tie-awards = unit kerja yang lebih jarang terpilih
rules-tie-vote = pemungutan suara dalam rapat pleno
rules-tie-lot = undian; nilai hash bilangan awalnya (seed) sudah diumumkan di bawah
rules-per-unit = { $count ->
   *[other] Dari satu unit kerja paling banyak { $count } orang terpilih.
}
rules-per-problem = { $count ->
   *[other] Untuk satu masalah paling banyak { $count } orang terpilih.
}
rules-floor = { $count ->
   *[other] Sedikitnya { $count } dari kuota disediakan bagi: { $value }.
}
rules-floor-as-far = Bila usulan yang memenuhi syarat dari kelompok itu kurang, sisanya terbuka bagi semua.
rules-floor-strict = Bila usulan yang memenuhi syarat dari kelompok itu kurang, tidak ada penetapan sebelum panitia memutuskan.
rules-reserve = { $count ->
   *[other] Daftar cadangan memuat paling banyak { $count } nama, menurut peringkat.
}
rules-no-reserve = Tidak ada daftar cadangan.
rules-open = Penilai dan calon peserta mengetahui nama satu sama lain.
rules-single-blind = Calon peserta tidak mengetahui nama penilainya.
rules-double-blind = Penilai dan calon peserta tidak mengetahui nama satu sama lain.
rules-repair = { $count ->
   *[other] Bila verifikator membuka perbaikan, berkas dapat diperbaiki dalam { $count } hari.
}
check-title = Bolehkah saya mendaftar?
check-lead = Isi yang Anda ketahui. Jawaban ini tidak disimpan dan tidak memerlukan akun; yang menentukan adalah verifikasi berkas.
check-button = Periksa
check-result = Hasil
check-met-all = Tidak ada syarat yang menghalangi menurut jawaban Anda.
check-blocked = { $count ->
   *[other] { $count } syarat tidak terpenuhi menurut jawaban Anda.
}
check-open = { $count ->
   *[other] { $count } syarat belum dapat dinilai dari jawaban ini; Anda menyatakannya di usulan.
}
check-later = Anda menyatakannya di usulan
check-field-level = Jenjang yang dituju
check-field-status = Status kepegawaian
check-field-born-on = Tanggal lahir
check-field-appointed-on = Tanggal mulai bekerja (TMT CPNS)
check-field-retirement-age = Jabatan
check-field-starts-on = Rencana mulai studi
check-field-months = Lama studi (bulan)
check-field-released = Selama studi dibebaskan dari jabatan
check-field-degrees = Ijazah yang dimiliki
check-field-grade-point-average = IPK ijazah terakhir
check-hint-grade-point-average = Misalnya 3,25.
check-field-rating = Predikat kinerja terendah dalam tahun-tahun terakhir
check-post-58 = Pelaksana, pengawas, administrator, atau fungsional sampai Ahli Muda (pensiun 58 tahun)
check-post-60 = Pimpinan tinggi atau fungsional Ahli Madya (pensiun 60 tahun)
check-post-65 = Fungsional Ahli Utama (pensiun 65 tahun)
check-back = Kembali ke halaman seleksi
degrees-d3 = D3
degrees-d4 = D4
degrees-s1 = S1
degrees-s1-profession = S1 dan profesi
degrees-s2 = S1 dan S2
degrees-s2-profession = S1, profesi, dan S2
degrees-s3 = S1, S2, dan S3
# Usulan sebagai daftar tugas.
tasks-title = Kelengkapan usulan
tasks-missing = { $count ->
   *[other] Masih kurang { $count } hal.
}
tasks-done = { $done } dari { $all } bagian selesai.
tasks-gaps = Kurang:
task-done = selesai
task-begun = belum lengkap
task-asked = menunggu jawaban
task-unasked = belum diminta
task-new = belum dimulai
task-endorsement-unit-head = Rekomendasi pimpinan unit kerja
task-endorsement-problem-owner = Persetujuan pemilik masalah
rules-met = { $met } dari { $all } terpenuhi
rule-unstated = Belum Anda nyatakan.
row-add = Tambah baris
sanction-none = Tidak ada
file-same = Berkas yang sama juga diunggah untuk: { $value }. Periksa apakah memang demikian.
file-starts = Unggahan dimulai begitu berkas dipilih.
drop-title = Unggah beberapa berkas sekaligus
drop-lead = Pilih atau seret berkas ke sini. Periksa tebakan dokumennya, lalu unggah.
drop-kind = Dokumen
drop-skip = Jangan unggah
drop-send = Unggah berkas
file-too-big = Berkas ini { $value }; batasnya { $limit }.
file-shrink-lead = Foto ini dapat diperkecil di peramban ini sebelum dikirim. Periksa apakah tulisannya masih terbaca.
file-shrink = Perkecil foto
file-as-pdf-lead = Dokumen ini diterima sebagai PDF. Foto ini dapat dijadikan satu halaman PDF di peramban ini.
file-as-pdf = Jadikan PDF
file-small-again = Hasilnya { $value }. Buka untuk memeriksa, lalu unggah.
file-scan-again = Pindai ulang hitam-putih 150 dpi, atau kompres PDF-nya, lalu pilih kembali.
file-pages = Berkas ini { $value } halaman; yang diminta { $limit } halaman. Periksa dahulu, atau unggah seperti ini.
# Sesudah mengajukan.
state-next = Selanjutnya: pengumuman hasil { $at }; masa sanggah sampai { $until }.
state-objections = Masa sanggah berlangsung sampai { $until }.
ineligible-why = Mengapa tidak memenuhi syarat
ineligible-rule = Ketentuannya:
ineligible-later = Anda dapat menyanggah hasil verifikasi ini sesudah pengumuman ({ $at }), sampai { $until }.
template-title = Usulan
template-file = templat-usulan
template-download = Unduh templat usulan (RTF)
