// The programs to begin with, and orders for them. The documents are those of the
// command alianza.

const order = (id, day, partner, amount, more) => ({ id, day, partner, kind: "sale", amount, currency: "USD", of: "", customer: "", ...more });

export const samples = [
  {
    name: "Casa Verde, levels by sales", file: "samples/program.json",
    orders: [
      order("A1003", "2026-01-05", "studio-luz", "35.00"),
      order("A1004", "2026-01-05", "taller-sur", "9.99"),
      order("A1009", "2026-01-10", "studio-luz", "79.50"),
      order("A1015", "2026-01-20", "taller-sur", "22.40"),
      order("A1025", "2026-01-27", "studio-luz", "149.99"),
      order("R1027", "2026-01-30", "studio-luz", "79.50", { kind: "refund", of: "A1009" }),
      order("A1043", "2026-02-07", "studio-luz", "120.00"),
      order("A1044", "2026-02-07", "studio-luz", "19.99"),
      order("A1060", "2026-02-22", "studio-luz", "24.90"),
      order("A1062", "2026-02-23", "taller-sur", "22.40"),
      order("A1065", "2026-02-24", "studio-luz", "49.00"),
      order("A1066", "2026-02-25", "studio-luz", "49.00"),
      order("A1069", "2026-02-27", "studio-luz", "79.50"),
    ],
  },
  {
    name: "Affiliate, 14 days of hold", file: "samples/start-affiliate.json",
    orders: [
      order("1", "2026-03-02", "studio-luz", "19.99"),
      order("2", "2026-03-09", "studio-luz", "250.00"),
      order("3", "2026-03-12", "studio-luz", "9.99", { kind: "refund", of: "1" }),
    ],
  },
  {
    name: "Volume, a rate for each part of the month", file: "samples/start-volume.json",
    orders: [
      order("1", "2026-03-02", "studio-luz", "800.00"),
      order("2", "2026-03-12", "studio-luz", "700.00"),
      order("3", "2026-03-20", "studio-luz", "3600.00"),
      order("4", "2026-03-25", "studio-luz", "700.00", { kind: "refund", of: "2" }),
    ],
  },
  {
    name: "Recurring, a share of payments", file: "samples/start-recurring.json",
    orders: [
      order("1", "2026-01-15", "studio-luz", "1000.00", { kind: "payment", customer: "c1" }),
      order("2", "2026-02-15", "studio-luz", "2000.00", { kind: "payment", customer: "c1" }),
      order("3", "2027-01-15", "studio-luz", "100.00", { kind: "payment", customer: "c1" }),
    ],
  },
  { name: "The smallest", file: "samples/start-minimal.json", orders: [order("1", "2026-03-02", "studio-luz", "19.99")] },
];
