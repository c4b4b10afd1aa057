# Penilaian: benturan kepentingan, penugasan, lembar nilai.
criterion-unknown = Kriteria ini tidak ada dalam rubrik.
score-not-on-scale = Nilai { $score } tidak ada dalam daftar nilai rubrik: { $allowed }.
score-missing = Kriteria ini belum diberi nilai.
reason-required = Nilai { $score } harus disertai alasan, sedikitnya { $minimum } karakter.
reason-too-short = Alasan untuk nilai { $score } terlalu pendek; sedikitnya { $minimum } karakter.
not-on-panel = Orang ini bukan anggota aktif panel penilai.
sheet-locked = Lembar nilai sudah diserahkan dan terkunci.
sheet-not-begun = Lembar nilai belum diisi. Simpan dahulu, lalu serahkan.
assignment-closed = Penugasan ini sudah ditutup.
already-assigned = Penilai ini sudah ditugasi menilai proposal tersebut.
reviewer-in-conflict = Penilai ini memiliki benturan kepentingan dengan proposal tersebut.
load-full = Beban penilai ini sudah penuh.
conflict-known = Benturan kepentingan ini sudah tercatat.
plan-changed = Keadaan sudah berubah sejak rencana dibuat; tidak ada yang diterapkan. Buat rencana baru lalu periksa kembali.
not-divergent = Lembar nilai proposal ini tidak berjauhan; tidak ada yang perlu direkonsiliasi.
sheet-not-handed-in = Lembar nilai belum diserahkan, sehingga tidak ada yang dapat dibuka kembali.
