# Kegagalan pelindungan data pribadi: sebab sebuah tindakan ditolak.
breach-closed = Perkara ini sudah ditutup. Catat kegagalan baru bila ada hal lain yang terungkap.
nobody-affected = Cara ini tidak menemukan orang yang belum terdaftar.
nobody-to-inform = Tidak ada yang perlu diberi tahu lagi: tambahkan dahulu siapa yang terkena, atau semuanya sudah menerima surat.
authority-informed = Pemberitahuan kepada lembaga sudah dicatat.
notices-outstanding = Masih ada pemberitahuan yang belum disampaikan. Sampaikan keduanya dahulu, atau tutup perkara sebagai bukan kegagalan.
late-reason-required = Batas waktu sudah lewat: sebutkan alasan keterlambatannya.
instant-in-future = Waktu ini belum tiba.
happened-after-discovery = Kejadian tidak mungkin sesudah diketahui.
given-before-discovery = Waktu ini sebelum kegagalan diketahui.
span-backwards = Akhirnya mendahului awalnya.
finder-in-conflict = Anda memiliki benturan kepentingan dengan proposal yang mungkin ditemukan oleh pencarian ini, sehingga pencarian akan memperlihatkan siapa yang menanganinya. Sekretariat yang tidak memiliki benturan kepentingan harus menambahkan orang-orang ini agar semua yang terdampak diberi tahu.
