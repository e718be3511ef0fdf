package orders

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
)

// A Format says how a file of orders is written. The zero Format is a file with
// the columns of [Plain]; what it does not declare is detected where it can be
// read one way only.
type Format struct {
	// Encoding is utf-8, utf-16, utf-16le, utf-16be or windows-1252. If empty, it is
	// detected; Windows-1252 is detected with a remark.
	Encoding string
	// Delimiter parts the columns: comma, semicolon, tab, pipe or the character
	// itself. If empty, it is detected by the header.
	Delimiter string
	// Decimal is what parts the decimals of an amount: comma or point. If empty, an
	// amount that reads two ways, such as 1.000, is refused.
	Decimal string
	// Thousands is what parts the thousands of an amount: comma, point, space,
	// apostrophe or none. If empty, each of them that Decimal leaves is read.
	Thousands string
	// Dates is the layout of dates: iso (2026-03-31), dmy (31/3/2026), mdy
	// (3/31/2026), or a layout of Go's package time. Each of the first three may
	// have a time behind it. iso if empty.
	Dates string
	// Zone is where the days of dates without a zone are; UTC if nil.
	Zone *time.Location

	// Columns are those of [Plain] if none is named. If some are, the id, the date, the
	// partner, the amount, and the currency unless Currency has it, are among them.
	Columns Columns
	// Currency is that of every row, instead of a column.
	Currency string
	// RefundPrefix begins the ids of the rows that are refunds. If empty, a row is
	// a refund if it says so by its kind, by a refund-of, or by a negative amount.
	RefundPrefix string
	// Kinds are words of the kind column for kinds of events, such as Venta for
	// sale. The kinds' own names are always known.
	Kinds map[string]commission.Kind
	// Statuses are the words of the status column of orders that are paid. A row
	// with another one is passed over.
	Statuses []string
	// SameID says that a row of a negative amount has the id of the order that it
	// refunds.
	SameID bool
}

// Columns are the names of the columns, as the header has them. Case, accents
// and invisible characters make no difference. A name may list others for the
// same, parted by |: the first that the header has is read. A column that is
// declared has to be there, unless [Optional] ends its name.
type Columns struct {
	ID       string // A+B joins columns
	Date     string
	Partner  string
	Currency string
	Amount   string // A*B multiplies columns
	RefundOf string // the id of the order that the row refunds
	Kind     string
	Units    string
	Customer string
	Order    string // the order that the row is a line of
	Tier     string // the partner's level with its ladder, such as affiliate/gold
	Since    string // the day on which the partnership began
	Until    string // the day on which it ended
	Status   string
	Refunded string // what was given back of the row's own amount
	RefundAt string // the day of that, if it is not the row's own

	Facts    map[string]string // columns of facts of the event, by name
	Includes map[string]string // columns of parts of the amount, by name
	Metrics  map[string]string // columns of figures that decide the tier, by name
}

// Optional ends the name of a column that need not be there.
const Optional = "?"

// Plain are the columns of a file that is written for the command.
var Plain = Columns{
	ID: "id", Date: "date", Partner: "partner", Currency: "currency", Amount: "amount", RefundOf: "refund_of?",
	Kind: "kind?", Units: "units?", Customer: "customer?", Order: "order?", Tier: "tier?",
	Since: "partner_since?", Until: "partner_until?",
}

// Preset returns the format of an export by the name of the shop: shopify,
// woocommerce or stripe. Headers change now and then: what an export calls by
// another name is declared over the preset.
//
// The partner is found by the discount code, the coupon or the metadata of that
// name, which is how shops tell the partners' sales apart.
func Preset(shop string) (Format, error) {
	f, ok := presets()[shop]
	if !ok {
		return f, fmt.Errorf("%q: want %s", shop, strings.Join(slices.Sorted(maps.Keys(presets())), ", "))
	}
	return f, nil
}

func presets() map[string]Format {
	return map[string]Format{
		// The export of Orders in the admin. An order of several items has a row for
		// each, and its totals are on the first.
		"shopify": {
			Dates: "iso", Decimal: "point", Statuses: []string{"paid", "partially_paid", "partially_refunded", "refunded"},
			Columns: Columns{
				ID: "Name", Date: "Paid at|Created at", Partner: "Discount Code", Currency: "Currency", Amount: "Subtotal",
				Customer: "Email?", Status: "Financial Status?", Refunded: "Refunded Amount?",
			},
		},
		// Analytics, Orders, Download. It says no currency.
		"woocommerce": {
			Dates: "iso", Decimal: "point", SameID: true, Statuses: []string{"completed", "processing", "refunded"},
			Columns: Columns{
				ID: "Order #", Date: "Date", Partner: "Coupon(s)", Currency: "Currency?", Amount: "N. Revenue|Net Sales",
				Customer: "Customer?", Units: "Items sold?", Status: "Status?",
			},
		},
		// Payments, Export, with the metadata "partner" of each payment as a column.
		"stripe": {
			Dates: "iso", Decimal: "point", Statuses: []string{"paid", "succeeded", "refunded", "partially refunded", "partial refund"},
			Columns: Columns{
				ID: "id", Date: "Created date (UTC)|Created (UTC)|Created", Partner: "partner (metadata)|metadata: partner",
				Currency: "Currency", Amount: "Amount", Customer: "Customer ID?", Status: "Status?",
				Refunded: "Amount Refunded?", RefundAt: "Refunded date (UTC)?",
			},
		},
	}
}

var delimiters = map[string]byte{"comma": ',', "semicolon": ';', "tab": '\t', "pipe": '|', ",": ',', ";": ';', "\t": '\t', `\t`: '\t', "|": '|'}

var encodings = []string{"", "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252"}

// Check returns an error for a format that says what is not known, or says it
// against itself.
func (f Format) Check() error {
	if !slices.Contains(encodings, f.Encoding) {
		return fmt.Errorf("encoding %q: want utf-8, utf-16, utf-16le, utf-16be or windows-1252", f.Encoding)
	}
	if _, ok := delimiters[f.Delimiter]; !ok && f.Delimiter != "" {
		return fmt.Errorf("delimiter %q: want comma, semicolon, tab or pipe", f.Delimiter)
	}
	if !slices.Contains([]string{"", "comma", "point"}, f.Decimal) {
		return fmt.Errorf("decimal %q: want comma or point", f.Decimal)
	}
	if !slices.Contains([]string{"", "comma", "point", "space", "apostrophe", "none"}, f.Thousands) {
		return fmt.Errorf("thousands %q: want comma, point, space, apostrophe or none", f.Thousands)
	}
	if f.Thousands != "" && f.Thousands == f.Decimal {
		return fmt.Errorf("thousands %q: the decimals have it", f.Thousands)
	}
	if err := f.checkColumns(); err != nil {
		return err
	}
	words := map[string]string{} // as they are read
	for _, word := range slices.Sorted(maps.Keys(f.Kinds)) {
		if other, ok := words[fold(word)]; ok && f.Kinds[other] != f.Kinds[word] {
			return fmt.Errorf("kind %q: it reads as %q does, which is another kind", word, other)
		}
		words[fold(word)] = word
		if k := f.Kinds[word]; !slices.Contains(kinds, k) && !isItem(string(k)) {
			return fmt.Errorf("kind %q: %q is not a kind of event: want %s", word, k, kindNames())
		}
	}
	return checkLayout(f.Dates)
}

// columns returns the columns to read: those of Plain if none is named.
func (f *Format) columns() Columns {
	if reflect.ValueOf(f.Columns).IsZero() {
		return Plain
	}
	return f.Columns
}

// checkColumns checks that the columns of what every order has are named.
func (f *Format) checkColumns() error {
	c := f.columns()
	var none []string
	for _, one := range [...][2]string{{"id", c.ID}, {"date", c.Date}, {"partner", c.Partner}, {"currency", c.Currency + f.Currency}, {"amount", c.Amount}} {
		if one[1] == "" {
			none = append(none, one[0])
		}
	}
	if len(none) > 0 {
		return fmt.Errorf("columns: no column is named for %s", strings.Join(none, ", "))
	}
	return nil
}
