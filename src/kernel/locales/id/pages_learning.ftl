# Pelajaran dari seleksi yang lalu.
menu-learning = Pelajaran seleksi lalu
menu-learning-line = Apakah kriteria rubrik meramalkan hasil tugas belajar, dan apa yang perlu ditanyakan sebelum seleksi berikutnya.
menu-learning-reads = Apakah kriteria rubrik meramalkan hasil tugas belajar.
learning-title = Pelajaran dari seleksi yang lalu
learning-lead = Untuk setiap kriteria pada rubrik yang lalu: apakah nilai yang lebih tinggi disertai hasil yang lebih baik? Dari semua seleksi yang hasilnya sudah diumumkan, menurut rata-rata resmi setiap kriteria.
learning-selected-only = Hanya usulan terpilih yang memiliki hasil. Nilainya semua tinggi sehingga saling berdekatan, dan hubungan di antara mereka tampak lebih lemah daripada di antara semua usulan. Kriteria yang menyaring usulan buruk dapat tampak tidak berguna di sini, karena usulan itu tidak pernah dijalankan. Halaman ini tidak mengatakan apa pun tentang yang tidak terpilih.
learning-calls = { $count ->
       *[other] { $count } seleksi sudah diumumkan.
    }
learning-awards = Usulan berperingkat dengan penetapan yang diterima
learning-withheld = Usulan yang memiliki konflik kepentingan dengan Anda tidak disertakan.
learning-none = Belum ada hasil yang diumumkan.
learning-criteria = Kriteria dan hasil
learning-how = Hubungan dinyatakan dengan korelasi peringkat Spearman, dari −1 (makin tinggi nilainya, makin buruk hasilnya) melalui 0 (tidak ada) sampai 1, dengan selang kepercayaan 95% dalam kurung (z Fisher dengan varians Bonett dan Wright). Di bawah 4 penerima tidak dihitung; tanpa selang berarti urutannya sempurna, dan karena itu tidak lebih pasti. Dua penerima untuk satu masalah berbagi hasil yang sama, sehingga selangnya terlalu sempit bila jumlah masalah (dalam kurung) lebih kecil daripada jumlah penerima.
learning-reworded = nama, jangkar, atau skalanya berbeda antarseleksi; nilai seperti itu tidak digabungkan
learning-outcome = Hasil
learning-outcome-improvement = jalan menuju target sejak penetapan
learning-outcome-punctual = laporan tepat waktu (persen)
learning-outcome-solved = selesai atau belum
learning-number = Penerima (masalah)
learning-relation = Hubungan
learning-question = Yang perlu ditanyakan sebelum seleksi berikutnya
learning-question-too-few = { $count ->
        [0] Belum ada: tidak satu pun penerima memiliki hasil ini.
       *[other] Belum ada: { $count } penerima memiliki hasil ini, diperlukan 4.
    }
learning-question-scores-alike = Semua { $count } penerima bernilai sama pada kriteria { $criterion }: apakah jangkarnya memberi ruang untuk membedakan usulan?
learning-question-outcomes-alike = Semua { $count } penerima berakhir sama, sehingga tidak ada kriteria yang dapat membedakannya.
learning-question-undecided = Dengan { $count } penerima, hubungan yang kuat maupun tanpa hubungan akan tampak seperti ini. Biarkan kriteria { $criterion }, lalu lihat lagi setelah pengukuran berikutnya.
learning-question-did-not-tell = Kriteria { $criterion } tidak membedakan yang berhasil dari yang tidak pada { $count } penerima: apakah jangkarnya dapat diamati?
learning-question-told = Nilai yang lebih tinggi pada kriteria { $criterion } disertai hasil yang lebih baik pada { $count } penerima: apa pada jangkarnya yang membuat itu terlihat, dan dapatkah kriteria lain menirunya?
learning-question-misled = Nilai yang lebih tinggi pada kriteria { $criterion } disertai hasil yang lebih buruk pada { $count } penerima: apakah jangkarnya menghargai janji, bukan yang dapat dikerjakan?
learning-never-applied = Ini pertanyaan. Tidak ada bobot, jangkar, atau ambang yang berubah karenanya; penyusun seleksi berikutnya yang memutuskan.
