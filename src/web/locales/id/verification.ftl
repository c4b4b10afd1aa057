# Verifikasi: daftar periksa, MS dan TMS, perbaikan.
not-under-verification = Usulan ini tidak (lagi) dalam verifikasi.
repair-running = Masa perbaikan berjalan sampai { $due }; verifikasi dilanjutkan sesudahnya.
already-concluded = Daftar periksa ini sudah Anda simpulkan.
check-missing = Belum diperiksa: { $name }.
reason-without-fault = Alasan hanya untuk yang tidak sesuai; hapus alasannya atau ubah hasilnya.
eligible-needs-all-in-order = MS hanya mungkin bila semua dokumen dan semua syarat wajib sesuai.
ineligible-needs-a-fault = TMS memerlukan sedikitnya satu dokumen atau syarat wajib yang tidak sesuai, beserta alasannya.
repair-not-offered = Ketentuan seleksi ini tidak membuka perbaikan dokumen.
check-reason-missing = Dokumen tidak ada.
check-reason-unreadable = Dokumen tidak terbaca.
check-reason-wrong-document = Dokumennya bukan yang diminta.
check-reason-expired = Dokumen sudah tidak berlaku.
check-reason-unsigned = Dokumen tidak ditandatangani, atau tidak oleh pejabat yang berwenang.
check-reason-contradicts = Dokumen bertentangan dengan usulan atau dokumen lain.
check-reason-rule-not-met = Syarat tidak terpenuhi.
check-reason-other = { $text }
