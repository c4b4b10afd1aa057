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
problem-not-approved = Ini hanya untuk masalah yang sudah disetujui; masalah ini { $state ->
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
problem-not-solved = Hanya masalah yang selesai yang dapat dibuka kembali; masalah ini { $state ->
    [proposed] masih diusulkan
    [approved] masih terbuka
    [returned] sedang dikembalikan kepada unitnya
    [retired] sudah tidak dipakai
   *[other] berstatus { $state }
}.
figure-unclear = Angkanya tidak dapat dibaca sendiri dari teks di atas. Tulis di sini satu angka dalam satuannya, misalnya 70,75.
not-one-figure = Tulis satu angka saja, misalnya 70,75 atau 439.615.
target-already-met = Sasaran ini sudah tercapai pada angka dasar. Tulis sasaran yang lebih jauh, atau periksa arah perbaikannya.
problem-not-measurable = Hanya masalah yang ada di registri yang diukur; masalah ini { $state ->
    [proposed] masih diusulkan
    [returned] sedang dikembalikan kepada unitnya
    [retired] sudah tidak dipakai
   *[other] berstatus { $state }
}.
figures-not-stated = Angka dasar dan sasaran masalah ini belum dinyatakan sebagai angka yang dapat dibandingkan. Mintalah pejabat penyetuju menyatakannya di halaman masalah.
figures-stand = Angka dasar dan sasaran masalah ini sudah jelas dari teksnya, atau sudah dipakai sebagai pembanding suatu pengukuran; keduanya tidak dinyatakan ulang.
already-measured = Periode ini sudah diukur: { $value }. Bila angka itu keliru, betulkan pengukuran tersebut.
already-corrected = Pengukuran ini sudah dibetulkan; pengukuran penggantinyalah yang berlaku.
evidence-twice = Pengukuran ini sudah memiliki berkas bukti. Bila berkasnya keliru, betulkan pengukurannya dan kirim berkas yang benar bersamanya.
checked-already = Temuan terakhir sudah menyatakan hal yang sama ({ $verdict ->
    [confirmed] dikonfirmasi
   *[disputed] dibantah
}).
own-measurement = Pengukuran yang Anda catat sendiri, atau milik unit Anda, harus diperiksa orang lain.
other-unit-of-measure = Gunakan satuan masalah ini, { $unit }; dengan satuan lain angkanya tidak dapat dibandingkan.
period-reversed = Hari terakhir periode mendahului hari pertamanya.
period-ahead = Periode yang diukur harus sudah berakhir; hari ini { $today }.
period-before-baseline = Periode ini mendahului angka dasar ({ $period }). Ukurlah sesudahnya.
value-not-one-figure = Tulis satu angka saja, misalnya 1,1% atau 439.615.
measured-denominator-missing = Sebutkan penyebutnya, seperti pada angka dasar: { $baseline }.
