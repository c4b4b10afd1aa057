# Hasil dari penetapan penerima.
menu-impact = Dampak
share-counts = { $part } dari { $whole }
share-percent = { $percent }% ({ $counts })
impact-title = Dampak tugas belajar
impact-lead = Tugas belajar dinilai dari mengecil atau tidaknya masalah terdaftar yang hendak dipecahkan. Halaman ini menampilkan setiap masalah pada daftar, sebagaimana diukur oleh unit pemiliknya, beserta penetapan yang diterima untuk memecahkannya.
impact-unit-lead = Masalah milik unit kerja ini, beserta penetapan yang diterima untuk memecahkannya.
impact-no-cause = Indikator yang bergerak tidak membuktikan sebabnya. Banyak hal berlangsung bersamaan dengan studi: kampanye, aturan baru, pergantian pegawai. Karena itu masalah yang memiliki penerima disandingkan dengan yang tidak, dan setiap angka menyebutkan jumlah kasusnya.
impact-outcomes = Masalah yang memiliki penerima
impact-no-awards = Belum ada penetapan yang diterima.
impact-solved = Selesai
impact-none-told = belum ada yang dapat dinilai
impact-cases = { $count ->
       *[other] { $count } masalah memiliki penetapan yang diterima.
    }
impact-too-young = { $count ->
        [0] Tidak ada yang terlalu dini untuk dinilai.
       *[other] { $count } di antaranya terlalu dini untuk dinilai dan tidak dihitung dalam bagian di atas.
    }
impact-young-months = Terlalu dini berarti: kurang dari { $count } bulan sejak penetapan diterima, atau belum ada pengukuran yang dihitung untuk periode sesudahnya.
impact-met-too-young = { $count ->
       *[other] Pada { $count } di antaranya target sudah tercapai; sedini itu belum berarti apa-apa tentang studinya.
    }
impact-not-comparable = { $count ->
       *[other] { $count } tidak dapat dinilai karena nilai awal dan targetnya bukan angka yang dapat dibandingkan.
    }
impact-retired = { $count ->
       *[other] { $count } tidak dipakai lagi dan tidak diukur lagi.
    }
impact-moved = Dengan dan tanpa penerima
impact-moved-how = Hanya pengukuran yang dihitung yang dipakai: diukur seperti nilai awal, datanya lengkap, dan tidak dibantah. Untuk masalah dengan penerima, sejak hari penetapan pertama diterima; tanpa penerima, sejak nilai awal. Kedua kelompok tidak diundi: masalah dengan penerima dapat berbeda dari yang lain bukan hanya karena ada penerimanya.
impact-group = Masalah
impact-group-with-award = dengan penetapan yang diterima
impact-group-without = tanpa penerima
impact-number = Jumlah
impact-nothing-beside = Tidak ada masalah tanpa penerima sebagai pembanding.
impact-progress-met = target tercapai
impact-progress-towards = bergerak menuju target
impact-progress-not-towards = tidak bergerak menuju target
impact-progress-not-measured = belum diukur
impact-outcome-solved = selesai
impact-outcome-not-solved = belum selesai
impact-outcome-too-young = terlalu dini untuk dinilai
impact-outcome-not-comparable = tidak ada angka yang dapat dibandingkan
impact-outcome-retired = tidak diukur lagi
impact-stages = Penetapan menurut tahap
impact-stage = Tahap
impact-stage-offered = ditawarkan, belum dijawab
impact-stage-accepted = diterima
impact-stage-studying = sedang studi
impact-stage-returned = kembali bertugas
impact-stage-ended-early = berakhir lebih awal (dihentikan, gagal, keluar)
impact-stage-not-taken-up = tidak diambil (ditolak, lewat waktu, atau dibatalkan)
impact-cost = Biaya yang diminta usulan penerima dari anggaran
impact-cost-how = Nilai tengah, dibulatkan ke jutaan: separuh meminta kurang, separuh meminta lebih. Dalam kurung: berapa yang menyebutkan biaya.
impact-cost-few = tidak ditampilkan, karena terlalu sedikit yang menyebutkan biaya sehingga akan menunjuk orang tertentu
impact-untaken = Masalah yang belum diambil siapa pun
impact-untaken-none = Setiap masalah yang disetujui memiliki penetapan yang diterima.
impact-untaken-nobody = Tanpa usulan dalam seleksi mana pun yang sudah diumumkan
impact-untaken-proposed = Ada usulan, tanpa penetapan yang diterima
impact-over-time = Dari waktu ke waktu
impact-illustrative = angka contoh
impact-when = Periode atau hari
impact-what = Peristiwa
impact-measured = diukur
impact-measured-beside = diukur, tidak dihitung
impact-event-study-begun = studi dimulai
impact-event-returned = kembali bertugas
impact-reports = Laporan studi yang tepat waktu
impact-reports-how = Dari { $count } studi yang laporannya sudah jatuh tempo; hari jatuh temponya dihitung tepat waktu.
impact-event-seat-accepted = penetapan diterima
impact-all = Semua masalah pada daftar
impact-problem = Masalah
impact-now = sekarang
impact-way = Jalan yang ditempuh
impact-since = Sejak ada penerima, atau sejak nilai awal
impact-awarded-on = penetapan diterima
export-impact = Papan dampak sebagai tabel
export-impact-report = Laporan dampak tahunan kepada pimpinan (PDF)
impact-report-what = Peristiwa selama satu tahun, dan keadaan pada hari laporan dibuat. Tahun yang masih berjalan bertanda KONSEP.
impact-report-solved = Selesai
impact-report-moving = Belum selesai, bergerak menuju target
impact-report-not-moving = Tidak bergerak menuju target
impact-report-not-told = Belum atau tidak dapat dinilai
# Yang sudah pernah dicoba.
tried-title = Yang sudah pernah dicoba
tried-on = Yang sudah pernah dicoba untuk { $value }
tried-lead = Masalah pada daftar, hasilnya, dan usulan seleksi yang lalu yang boleh dibaca menurut penyusunnya. Mulailah dari tempat yang terakhir berhenti.
tried-words = Kata
tried-words-hint = Semua kata harus ditemukan, urutannya bebas; huruf besar dan tanda aksen tidak berpengaruh.
tried-problem = Kode masalah
tried-problem-hint = Misalnya M-005. Kosongkan untuk mencari di semua masalah.
tried-none = Tidak ada yang ditemukan. Coba dengan lebih sedikit kata. Usulan hanya ditemukan bila penyusunnya mengizinkan orang lain membacanya.
tried-a-proposal = Usulan
tried-no-seat = tanpa penetapan yang diterima
tried-shared-lead = Penyusunnya mengizinkan setiap pemilik akun membaca bagian usulan ini.
tried-author = Penyusun
tried-became = Hasilnya
sharing-title = Yang boleh dibaca orang lain dari usulan Anda
sharing-lead = Siapa pun yang menangani masalah yang sama setelah Anda dapat mulai dari tempat Anda berhenti, bila Anda mengizinkannya.
sharing-what = Dengan persetujuan Anda, setiap pemilik akun dapat membaca judul, ringkasan, program studi, dan rencana sebagaimana Anda ajukan; bila Anda studi, juga hasil studi dan pemanfaatannya dari laporan yang sudah diterima unit pemilik masalah.
sharing-beside = Di sampingnya tercantum seleksi, masalah, apakah penetapannya diterima, dan bagaimana indikator masalahnya bergerak sejak itu.
sharing-not = Selain itu tidak ada yang dapat dibaca di sini: tidak ada nilai, dokumen, atau data kepegawaian Anda. Penanggung jawab langkah rencana Anda tidak ditampilkan. Tanpa nama Anda, nama dan unit kerja Anda disamarkan dalam teks; orang yang mengenal Anda mungkin tetap mengenalinya.
sharing-back = Pilihan ini dapat Anda ubah kapan saja dan langsung berlaku; yang sudah dibaca atau disalin orang tidak dapat ditarik kembali.
sharing-blind = Seleksi ini merahasiakan calon peserta dari panel, sehingga nama Anda juga tidak ditampilkan di sini.
sharing-now = Sekarang orang lain dapat membaca:
sharing-see = lihat seperti mereka melihatnya
sharing-consent = Bolehkah orang lain membacanya?
sharing-consent-no = tidak ada
sharing-consent-unnamed = judul, ringkasan, program studi, rencana, dan hasilnya, tanpa nama Anda
sharing-consent-named = judul, ringkasan, program studi, rencana, dan hasilnya, dengan nama Anda
sharing-save = Simpan
nothing-to-share = Tidak ada yang dapat dibaca orang lain: usulan belum diajukan, atau sudah ditarik.
name-is-hidden = Seleksi ini merahasiakan calon peserta, sehingga nama tidak dapat ditampilkan. Pilih "tanpa nama Anda".
