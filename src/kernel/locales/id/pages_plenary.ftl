# Pleno: peringkat, andaian, layar, keputusan.
menu-plenary = Pleno
menu-plenary-line = Peringkat dengan alasannya, andaian, dan keputusan.
plenary-lead = Seleksi yang sedang diplenokan atau sudah diputuskan.
plenary-none = Belum ada seleksi yang sampai ke pleno.
plenary-seats = { $count ->
       *[other] { $count } kursi
    }
plenary-announcement = Pengumuman paling cepat
plenary-steps = Langkah pleno
ranking-page-compute = Hitung peringkat
ranking-page-compute-again = Hitung lagi
ranking-page-compute-hint = Hasil hitungan disimpan apa adanya; tidak ada yang diputuskan olehnya.
ranking-page-no-run = Peringkat belum dihitung.
ranking-page-withheld = Proposal yang menimbulkan benturan kepentingan bagi Anda tidak ditampilkan. Tempat proposal lain ditampilkan apa adanya: nomor yang tidak ada berarti tidak ditampilkan.
ranking-page-outdated = Lembar nilai atau usulan berubah sesudah hitungan ini. Hitung lagi sebelum mengusulkan keputusan.
ranking-page-run = Hitungan ke-{ $value }
ranking-page-ranked = Diperingkat
ranking-page-warnings = Yang perlu diketahui sebelum angka model dipakai
ranking-page-divergent = Lembar nilai yang berjauhan
ranking-page-all-reconciled = { $count ->
       *[other] { $count } usulan dengan nilai berjauhan; semuanya sudah direkonsiliasi.
    }
ranking-page-to-reconcile = { $count ->
       *[other] { $count } usulan harus direkonsiliasi sebelum peringkat ini diusulkan: catat pembahasannya, tugaskan penilai tambahan, atau jelaskan dalam berita acara.
    }
ranking-page-more-to-reconcile = { $count ->
       *[other] { $count } usulan berikutnya muncul setelah yang di atas dicatat.
    }
ranking-page-range = Selisih nilai total { $value }
ranking-page-criteria = berjauhan pada { $value }
ranking-page-pass-line = ambang lulus berada di antaranya
ranking-page-see-scores = Lihat sebaran nilainya
ranking-page-note = Catatan rekonsiliasi
ranking-page-note-hint = Apa yang dibahas para penilai, dan mengapa nilainya tetap. Nilai pertama disimpan selamanya.
ranking-page-note-button = Simpan catatan
ranking-page-chart = Rentang peringkat dan garis kursi
ranking-page-chart-lead = Tiap baris satu usulan menurut peringkat resmi. Garis mendatar memuat separuh tengah peringkat yang mungkin menurut lembar nilai yang sama; peringkat resmi tidak berubah olehnya.
ranking-page-chart-about = Setiap baris menunjukkan peringkat resmi sebuah usulan, rentang peringkatnya, dan perkiraan tengahnya. Garis putus-putus merah ialah garis kursi. Pita kuning ialah daerah yang terlalu dekat untuk dipastikan. Angka yang sama ada di tabel di bawah.
legend-line = Garis kursi
legend-official = Peringkat resmi
legend-interval = Rentang peringkat, dengan perkiraan tengah
legend-close = Terlalu dekat untuk dipastikan
zone-close = Terlalu dekat
ranking-page-table = Peringkat dengan alasan
ranking-page-proposal = Usulan
ranking-page-mean = Nilai resmi
ranking-page-calibrated = Nilai terkalibrasi
ranking-page-interval = Rentang peringkat
ranking-page-chance = Layak
ranking-page-outcome = Hasil
ranking-page-severity = Keketatan penilai
ranking-page-severity-lead = Berapa poin seorang penilai berada di bawah (kanan, lebih ketat) atau di atas (kiri, lebih murah hati) rekan-rekannya pada usulan yang sama.
ranking-page-severity-about = Satu batang untuk tiap penilai: ke kanan lebih ketat, ke kiri lebih murah hati. Angkanya ada di tabel di bawah.
ranking-page-severity-table = Angka keketatan
ranking-page-severity-points = Poin
ranking-page-reviewer = Penilai
ranking-page-sheets = Lembar
ranking-page-proof = Siapa pun yang memegang basis datanya dapat menghitung ulang dengan perintah ini; hasilnya harus sama sampai ke byte terakhir.
ranking-page-inputs-hash = Sidik jari masukan
ranking-page-runs = Semua hitungan
ranking-page-run-number = Ke-
ranking-page-run-state = Keadaan
ranking-page-run-at = Dihitung
ranking-page-run-by = Oleh
run-state-computed = dihitung
run-state-adopted = dipakai
run-state-superseded = digantikan
cut-pages = Halaman tabel
cut-page = Halaman
desk-link-stability = Kekukuhan
stability-lead = Seberapa kukuh hasil ini bila keadaannya sedikit berbeda: satu penilai tidak dihitung, satu bobot bergeser 5 poin, nilai dikalibrasi, atau kursi bertambah atau berkurang satu.
stability-stable = Stabil
stability-sensitive = Peka
stability-answers = Perubahan yang memindahkan seseorang
stability-question = Andaikan
stability-quiet = { $count ->
       *[other] { $count } perubahan lain tidak memindahkan siapa pun.
    }
stability-moving = Usulan yang berpindah
stability-nobody = Tidak ada, selain bila jumlah kursinya berubah.
stability-moves = { $count ->
       *[other] pada { $count } perubahan
    }
stability-extra = Penilaian tambahan yang paling berguna
stability-extra-lead = Bila masih ada waktu untuk satu penilaian tambahan, di sinilah kepastian paling bertambah.
stability-extra-none = Lembar nilai ini tidak dapat menunjukkannya.
stability-wrong = Peluang salah sisi sekarang
stability-drop = Turun dengan satu penilaian lagi
desk-link-what-if = Andaian
what-if-nothing = Tidak ada yang dipakai atau disimpan.
what-if-lead = Halaman ini hanya menunjukkan apa yang terjadi bila aturannya lain. Peringkat resmi tetap yang diumumkan.
what-if-answer = Jawaban andaian ini
what-if-nobody = Tidak ada yang berpindah.
what-if-count-in = { $count ->
       *[other] { $count } masuk
    }
what-if-count-out = { $count ->
       *[other] { $count } keluar
    }
what-if-movers = Siapa masuk dan keluar, dan mengapa
what-if-official = Resmi
what-if-scenario = Andaian
what-if-in = Masuk
what-if-out = Keluar
what-if-all = Semua usulan berdampingan
what-if-form = Yang diubah
what-if-button = Lihat akibatnya
what-if-reset = Kembali ke aturan resmi
scenario-seats = Jumlah kursi
scenario-per-unit = Terpilih paling banyak per unit
scenario-per-problem = Terpilih paling banyak per masalah
scenario-no-cap = Kosong berarti tanpa batas.
scenario-floors = Jumlah minimum untuk kelompok
scenario-floors-hint = 0 berarti tidak ada jumlah minimum.
scenario-floor = Sedikitnya: { $value }
scenario-no-floor = Tidak ada
scenario-new-floor = Kelompok lain
scenario-new-floor-at-least = Sedikitnya
scenario-weights = Bobot kriteria
scenario-weights-hint = Jumlah semua bobot harus 100.
scenario-aggregate = Nilai usulan
aggregate-mean = Rata-rata nilai total
aggregate-median = Median nilai total
scenario-order = Urutan
order-official = Resmi
order-calibrated = Terkalibrasi
scenario-leave-out-reviewer = Tanpa penilai
scenario-nobody = Semua dihitung
group-remote = Daerah 3T
group-unit-kind = Jenis unit { $value }
group-region = Wilayah { $value }
group-level = Jenjang { $value }
desk-link-projector = Layar pleno
projector-spread = Sebaran nilai per kriteria
projector-totals = Nilai total per penilai:
projector-turn = Pindah layar
projector-previous = Sebelumnya
projector-next = Berikutnya
projector-up = Kembali
decision-title = Keputusan
decision-state-proposed = Diusulkan, menunggu persetujuan
decision-state-approved = Ditetapkan
decision-state-returned = Dikembalikan
decision-proposed-by = Diusulkan oleh
decision-approved-by = Ditetapkan oleh
decision-returned-by = Dikembalikan oleh
decision-signed-by = ditandatangani
decision-waits = Menunggu pejabat pemutus, orang lain dari yang mengusulkan.
decision-announced = Diumumkan
decision-announce = Umumkan hasil
decision-announce-lead = Hasil dapat dibaca semua orang, benih undian dibuka, dan setiap peserta menerima surat. Ini tidak dapat ditarik kembali.
decision-embargo = Hasil ditahan sampai
decision-content = Isi keputusan
decision-minutes = Berita acara
decision-none = Belum ada keputusan yang diusulkan.
decision-no-run = Peringkat harus dihitung lebih dahulu.
decision-no-deviation = Keputusan ini mengikuti peringkat tanpa penyimpangan.
decision-deviations = Penyimpangan dari peringkat
decision-deviations-hint = Biarkan kosong bila peringkat diikuti. Setiap penyimpangan memerlukan alasan tertulis (sedikitnya 20 karakter) yang masuk berita acara dan dibaca pesertanya.
decision-more = Tambah baris
decision-why = Alasan
decision-propose = Usulkan keputusan
decision-propose-lead = Keputusan disusun dari hitungan ke-{ $value }. Sesudah ini Anda membaca isinya nama demi nama sebelum mengusulkannya.
decision-preview = Pratinjau
decision-preview-title = Yang akan diputuskan
decision-preview-lead = Belum ada yang diusulkan. Periksa nama demi nama; yang diusulkan tepat seperti ini.
decision-propose-this = Usulkan tepat ini
decision-change = Ubah dahulu
decision-divergence-hint = Nilai usulan ini berjauhan dan belum direkonsiliasi: { $value }. Jelaskan mengapa tetap dipakai.
decision-approve = Tetapkan keputusan
decision-approve-lead = Anda menetapkan tepat isi yang Anda baca di atas. Karena mengikat, kata sandi Anda diminta sekali lagi.
decision-password-hint = Ketik kata sandi Anda sendiri sekali lagi.
decision-return = Kembalikan kepada ketua
decision-return-reason = Alasan pengembalian
decision-return-button = Kembalikan
decision-field-meeting = Hari dan tempat rapat
decision-field-attendance = Yang hadir
decision-field-remarks = Pendapat berbeda dan catatan
decision-hint-not-ranked-reason = Peserta yang bersangkutan membacanya pada hasilnya; jangan menyebut penilai atau usulan lain.
decision-field-not-ranked-reason = Mengapa ada usulan yang tidak diperingkat
decision-field-divergence-reason = Mengapa nilai yang berjauhan diterima
decision-field-run = Hitungan
decision-field-deviations = Penyimpangan
decision-field-number = Nomor usulan
decision-field-outcome = Hasil menurut pleno
decision-field-reason = Alasan
decision-field-decree-number = Nomor surat keputusan
decision-field-decree-date = Tanggal surat keputusan
decision-field-signatory = Penanda tangan
decision-field-password = Kata sandi Anda
decision-field-decision = Keputusan
decision-field-outcomes-hash = Sidik jari keputusan
decision-field-shown-hash = Sidik jari nama-nama
decision-revising = Sanggahan diterima: hasil yang diumumkan sedang dibuat ulang. Hasil itu berlaku sampai keputusan baru diumumkan. Ketua menghitung ulang peringkat dan mengusulkan, pemutus menyetujui, sekretariat mengumumkan.
decision-sheets-missing = Lembar nilai yang diperlukan sanggahan itu belum semua masuk; sebelum itu belum ada yang dapat diusulkan.
plenary-stays-empty = Bila salah satu dari ini melepas kursinya, tidak ada yang boleh mengisinya dan kursi itu tetap kosong:
ranking-page-departures = Pada { $count } usulan keputusan berbeda dari hitungan ini: sidang pleno menyimpang dari peringkat. Yang berlaku adalah keputusan.
ranking-page-by-run = Menurut hitungan ini, tidak berlaku lagi:
ranking-page-others = Proposal lain menurut nomor
decision-withheld = Anda memiliki benturan kepentingan dengan sebuah proposal dalam seleksi ini. Sampai hasil diumumkan, tidak ada hasil yang ditampilkan kepada Anda: hasil proposal lain akan memperlihatkan hasil proposal itu.
decision-outcomes-salt = Garam sidik jari hasil
ranking-page-belonging-of = { $count ->
       *[other] Dari { $count } usulan terpilih ini,
    }
ranking-page-belonging = { $count ->
       *[other] sekitar { $count } memang layak berada di sini sejauh yang dapat dibaca dari lembar penilaian.
    }
ranking-page-chance-about = “Layak” adalah peluang sebuah usulan termasuk yang terpilih seandainya mutu semua usulan yang sebenarnya diketahui; ini bukan peluang untuk dipilih, yang hanya ditentukan oleh urutan yang diumumkan, dan ambang lulus dihitung sebagaimana hasilnya.
ranking-page-zone = Terlalu dekat untuk dipastikan: { $value }.
ranking-page-doubtful = { $count ->
       *[other] { $count } tempat resmi ditandai meragukan, masing-masing dengan alasannya.
    }
doubtful = meragukan
doubt-selected-unlikely = Terpilih menurut urutan yang diumumkan, meskipun kemungkinan besar tidak termasuk yang layak terpilih.
doubt-left-out-likely = Tidak terpilih menurut urutan yang diumumkan, meskipun kemungkinan besar termasuk yang layak terpilih.
doubt-outside-interval = Tempat resminya di luar rentang di sebelahnya: bergeser karena penilai yang ketat atau longgar.
stability-firm = tetap di tempatnya pada { $value }
stability-passing = Dekat dengan ambang lulus
stability-passing-lead = Perhitungan memakai ambang lulus sebagaimana hasilnya. Usulan berikut begitu dekat dengan ambang nilai total sehingga lembar penilaian tidak memastikan di sisi mana nilai sebenarnya berada.
stability-passing-chance = Peluang mencapai ambang
decision-names-shown = { $count ->
   *[other] Anda menyetujui { $count } nama seperti tertera di atas, dengan nomor, hasil, dan alasannya. Sidik jari tepat dari yang tertera:
}
ranking-page-correlation = Dalam angka: korelasi antarpenilai { $value } (0: tidak ada kaitan; 1 atau -1: keduanya berjalan seiring sepenuhnya).
ranking-page-contrast = Keketatan { $one } terhadap { $other } hanya diketahui sampai ± { $points } poin.
ranking-page-contrast-unknown = Keketatan { $one } terhadap { $other } sama sekali tidak diketahui.
left-out-title = Hitung tanpa usulan yang kurang lembar nilainya
left-out-lead = Usulan ini akan tersisih tanpa diperingkat. Lebih baik mintalah lembarnya:
left-out-without = Usulan yang ditinggalkan
left-out-reason = Alasan
left-out-reason-hint = Disimpan bersama perhitungan ini. Jangan menyebut nama penilai.
left-out-button = Hitung tanpa usulan ini
