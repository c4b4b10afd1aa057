# Pengumuman seleksi: ketentuan, jadwal, panel penilai.
call-code = Kode pengumuman terdiri atas 2 sampai { $maximum } huruf kapital, angka, atau tanda hubung, mis. TB-2026.
call-code-taken = Sudah ada pengumuman dengan kode ini.
call-state = Tindakan ini tidak dapat dilakukan selama seleksi { $state ->
    [draft] masih berupa draf
    [frozen] sudah terbit
   *[cancelled] sudah dibatalkan
}.
weights-sum = Bobot seluruh kriteria harus berjumlah 100; sekarang { $sum }.
scores-too-few = Skala sedikitnya mempunyai dua skor.
scores-order = Skor harus menaik, masing-masing satu kali.
score-not-allowed = Skor { $score } tidak ada pada skala ({ $allowed }).
unknown-criterion = Rubrik tidak mempunyai kriteria { $criterion }.
threshold-unreachable = Ambang ini tidak dapat dicapai; paling tinggi { $maximum }.
calendar-order = Harus sesudah { $previous }.
opens-in-the-past = Waktu pembukaan ({ $instant }) sudah lewat; jam server { $now }.
level-seats-above-total = Lebih banyak daripada seluruh kuota ({ $seats }).
floors-above-seats = Kuota minimum jenis ini meminta { $sum } tempat; kuota seluruhnya { $seats }.
floor-above-level-seats = Kuota minimum melebihi kuota jenjang { $level } ({ $seats }).
floor-beyond-units = Dengan batas per unit, unit kelompok ini paling banyak mengisi { $maximum } tempat.
limits-conflict = Ketentuan ini tidak dapat dipenuhi bersamaan, siapa pun yang mendaftar: { $limits }. Longgarkan salah satunya.
budget-out-of-range = Isikan rupiah penuh, dari { $minimum } sampai { $maximum }.
budget-below-one-proposal = Biaya tertinggi per usulan ({ $ceiling }) melebihi seluruh anggaran ({ $total }).
unknown-level = Pengumuman ini tidak mempunyai jenjang { $level }.
not-snake-case = Nama tetap terdiri atas huruf kecil, angka, dan garis bawah, diawali huruf, paling banyak { $maximum } karakter.
proposal-document-missing = Daftar harus memuat berkas wajib berjenis "proposal".
milestone-passed = Batas waktu ini sudah lewat ({ $instant }) dan tidak dapat dipindahkan.
extension-not-later = Perpanjangan memindahkan batas waktu sesudah { $instant }; memperpendek tidak dapat dilakukan.
extension-beyond-next = Harus tetap sebelum { $next } ({ $instant }). Perpanjang dahulu batas itu.
phase-not-ended = Tahap ini belum berakhir (berakhir { $instant }); perpanjang batas waktunya.
reopening-in-the-past = Isikan waktu sesudah sekarang ({ $now }).
reopening-too-long = Tahap dapat dibuka kembali paling lama { $days } hari dari sekarang; sesudah itu masih dapat diperpanjang.
decision-stands = Keputusan seleksi ini sudah diusulkan atau disahkan, sehingga tahap yang sudah lewat tidak dibuka lagi. Mintalah pejabat penetap mengembalikan keputusan yang diusulkan beserta alasannya, lalu buka tahapnya. Keputusan yang sudah disahkan diperbaiki melalui sanggahan.
objections-shortened = Masa sanggah akan menjadi lebih pendek daripada yang diumumkan. Perpanjang dahulu objections_end_at.
not-a-reviewer = Anggota panel harus mempunyai akun aktif dengan peran penilai.
warns-of-level-seats = Kuota semua jenjang berjumlah { $sum }; dari { $seats } tempat sebagian tidak akan pernah terisi.
warns-of-few-sheets = Penilai per usulan lebih sedikit daripada yang dianjurkan ({ $advised }).
warns-of-missing-anchors = Kriteria ini tidak mempunyai patokan skor; penilai akan membacanya berbeda-beda.
warns-of-short-objections = Masa sanggah kurang dari { $days } hari (PermenPANRB 28/2021).
warns-of-level-without-rule = Syarat ini tidak menyebut jenjang { $level }; pada jenjang itu tidak akan diperiksa.
warns-of-no-divergence = Pada skala ini tidak ada lembar nilai yang dapat berbeda sejauh itu; tidak akan ada rekonsiliasi.
warns-of-no-tie-break = Tanpa penentu nilai sama, hanya undian yang memutuskan.
warns-of-long-repair = Masa perbaikan lebih panjang daripada masa verifikasi.
warns-of-idle-budget = Anggaran cukup untuk { $seats } usulan dengan biaya tertinggi, sehingga tidak pernah membatasi.
warns-of-thin-budget = Dengan biaya tertinggi per usulan, anggaran hanya cukup untuk { $affordable } dari { $seats } tempat.
panel-not-independent = Orang ini membuka akun seorang anggota panel, atau mengusulkan atau menyetujui perannya, atau sebaliknya: dua nilai harus datang dari dua orang. Pilih orang lain.
pact-phrase = Ketik persis: { $indonesian } (atau { $english }).
pact-text-changed = Naskah pakta yang Anda baca bukan naskah seleksi ini. Muat ulang halamannya, baca, lalu tanda tangani.
pact-missing = Tandatangani pakta integritas seleksi ini bersama pengajuan.
pact-not-asked = Seleksi ini tidak meminta tanda tangan Anda.
interview-percent = Wawancara berbobot 1 sampai { $maximum } dari 100; bobot dokumen selalu lebih besar.
interview-beyond-announcement = Wawancara harus selesai sebelum pengumuman ({ $instant }). Kurangi jumlah harinya.
interview-question-weightless = Kriteria { $criterion } berbobot 0, sehingga pertanyaan ini tidak menghitung apa pun. Pilih kriteria lain.
interview-with-lot = Undian zona tidak dapat dipakai bersama wawancara: model hanya membaca nilai dokumen. Hapus salah satunya.
vote-not-last = Pemungutan suara rapat pleno adalah penentu terakhir: sesudahnya hanya undian. Letakkan penentu lain sebelumnya.
vote-without-plenary = Pemungutan suara memerlukan daftar hadir: tentukan kuorum rapat pleno, atau hapus pemungutan suara.
