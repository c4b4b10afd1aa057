# Seleksi: perhitungan peringkat.
nothing-to-rank = Belum ada usulan yang memenuhi syarat, sehingga belum ada yang dapat diperingkat.
cannot-compute = Peringkat tidak dapat dihitung: { $detail }.
inputs-changed = Lembar nilai atau usulan berubah selagi peringkat dihitung. Hitung kembali.
no-calibrated-order = Lembar nilai tidak memungkinkan urutan terkalibrasi; alasannya disertakan.
unknown-reviewer = Penilai ini tidak menyerahkan lembar nilai dalam seleksi ini.
explorer-in-conflict = Anda memiliki benturan kepentingan dengan proposal dalam seleksi ini, sehingga pertanyaan ini bukan untuk Anda: jawabannya akan memperlihatkan kedudukan proposal itu.
