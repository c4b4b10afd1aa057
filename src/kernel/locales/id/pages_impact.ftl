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
impact-event-seat-accepted = penetapan diterima
impact-all = Semua masalah pada daftar
impact-problem = Masalah
impact-now = sekarang
impact-way = Jalan yang ditempuh
impact-since = Sejak ada penerima, atau sejak nilai awal
impact-awarded-on = penetapan diterima
export-impact = Papan dampak sebagai tabel
