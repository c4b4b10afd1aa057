# Registri masalah pengawasan.
problem-not-proposed = Hanya masalah yang sedang diusulkan yang dapat disetujui atau dikembalikan; masalah ini { $state ->
    [approved] sudah disetujui
    [returned] sudah dikembalikan kepada unitnya
    [retired] sudah tidak dipakai
    [solved] sudah terselesaikan
   *[other] berstatus { $state }
}.
problem-not-open-to-revision = Hanya masalah yang diusulkan atau dikembalikan yang dapat diubah; masalah ini { $state ->
    [approved] sudah disetujui
    [retired] sudah tidak dipakai
    [solved] sudah terselesaikan
   *[other] berstatus { $state }
}.
problem-not-approved = Hanya masalah yang sudah disetujui yang dapat ditutup; masalah ini { $state ->
    [proposed] masih diusulkan
    [returned] sedang dikembalikan kepada unitnya
    [retired] sudah tidak dipakai
    [solved] sudah terselesaikan
   *[other] berstatus { $state }
}.
own-problem = Masalah yang Anda usulkan, atau milik unit yang Anda pimpin, harus diputuskan oleh orang lain.
figure-missing = Sebutkan angkanya, misalnya 1,94% atau 439.615.
year-missing = Sebutkan tahunnya, misalnya 2025 atau triwulan III 2025.
year-ahead = Angka dasar tidak dapat berasal dari tahun yang belum tiba; sekarang { $year }.
denominator-missing = Persentase memerlukan penyebutnya: persen dari apa, dan berapa jumlahnya.
