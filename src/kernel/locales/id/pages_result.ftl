# Hasil seorang calon peserta.
result-title = Hasil usulan Anda
outcome-selected = Terpilih
outcome-reserve = Cadangan
outcome-not-selected = Tidak terpilih
outcome-not-ranked = Tidak diperingkat
outcome-ineligible = Tidak memenuhi syarat (TMS)
result-reserve-position = Urutan cadangan: { $value }
result-deviation = Keputusan menyimpang dari peringkat, dengan alasan:
result-how = Cara penetapan peringkat
result-place = Peringkat
result-of = dari
result-value = Nilai:
result-criteria = Rata-rata per kriteria
result-criterion = Kriteria
result-weight = Bobot
result-mean = Rata-rata
result-feedback = Umpan balik penilai
result-no-feedback = Tidak ada umpan balik tertulis.
result-objection = Sanggahan
result-total = Nilai total
result-interval = Rentang peringkat menurut model:
result-seats = { $count ->
       *[other] Tersedia kuota { $count } orang;
    }
result-line = kuota terakhir jatuh pada peringkat { $value }.
result-drawing = Tempat Anda di antara semua usulan yang diperingkat; garis putus-putus ialah garis kuota.
result-step-mean = Setiap penilai memberi skor per kriteria; nilai usulan ialah rata-rata jumlah skor kali bobot, dihitung tepat tanpa pembulatan.
result-step-median = Setiap penilai memberi skor per kriteria; nilai usulan ialah median jumlah skor kali bobot, dihitung tepat tanpa pembulatan.
result-step-ties = Nilai yang sama ditentukan menurut urutan pembanding yang sudah diumumkan; bila tetap sama, melalui undian yang bilangan awalnya kini dibuka.
result-step-seats = Kuota diisi dari atas ke bawah. Sebuah usulan dilewati hanya bila batas kelompoknya penuh, kuota yang tersisa diperlukan untuk jumlah minimum, atau ambangnya tidak tercapai; alasan untuk usulan Anda tertulis di atas.
result-thresholds = Ambang
result-objection-until = Sanggahan dapat diajukan sampai
result-objection-open = Ajukan atau lihat sanggahan
result-offer-open = Penetapan saya
result-reached = mencapai ambang { $value }
result-below = di bawah ambang { $value }
result-meaning = Arti skor { $value }:
