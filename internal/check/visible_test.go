package check_test

import (
	"testing"
	"unicode"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// TestNameSeen has characters that nobody can see, and where they are needed.
func TestNameSeen(t *testing.T) {
	const unseen, blank = "a character that nobody can see", "not the plain space"
	tests := []struct {
		name, s string
		want    string // what is wrong; "" for a name
	}{
		{"zero-width space", "gold\u200b", "U+200B after 4 bytes is " + unseen},
		{"zero-width space alone", "\u200b", "U+200B after 0 bytes is " + unseen},
		{"byte order mark", "\ufeffgold", "U+FEFF after 0 bytes is " + unseen},
		{"mark from left to right", "go\u200eld", "U+200E after 2 bytes is " + unseen},
		{"mark from right to left", "\u05d0\u200f", "U+200F after 2 bytes is " + unseen},
		{"override of the direction", "\u202egold", "U+202E after 0 bytes is " + unseen},
		{"isolate", "\u2066gold\u2069", "U+2066 after 0 bytes is " + unseen},
		{"word joiner", "go\u2060ld", "U+2060 after 2 bytes is " + unseen},
		{"soft hyphen", "part\u00adner", "U+00AD after 4 bytes is " + unseen},
		{"Hangul filler", "a\u3164b", "U+3164 after 1 bytes is " + unseen},
		{"Hangul filler of half width", "a\uffa0", "U+FFA0 after 1 bytes is " + unseen},
		{"Hangul filler of an initial", "\u115f", "U+115F after 0 bytes is " + unseen},
		{"grapheme joiner", "a\u034fb", "U+034F after 1 bytes is " + unseen},
		{"Khmer vowel that is not seen", "a\u17b4", "U+17B4 after 1 bytes is " + unseen},
		{"Mongolian separator", "a\u180eb", "U+180E after 1 bytes is " + unseen},
		{"Braille without dots", "a\u2800b", "U+2800 after 1 bytes is " + unseen},
		{"tag", "a\U000E0041", "U+E0041 after 1 bytes is " + unseen},
		{"interlinear anchor", "a\ufff9", "U+FFF9 after 1 bytes is " + unseen},
		{"note without a head", "a\U0001D159", "U+1D159 after 1 bytes is " + unseen},
		{"line separator", "a\u2028b", "U+2028 after 1 bytes is " + unseen},
		{"no-break space", "a\u00a0b", "U+00A0 after 1 bytes is " + blank},
		{"em space", "a\u2003b", "U+2003 after 1 bytes is " + blank},
		{"ideographic space", "山田\u3000太郎", "U+3000 after 6 bytes is " + blank},
		{"plain space", "a b", ""},

		{"joiner between letters", "a\u200db", "U+200D after 1 bytes is " + unseen},
		{"non-joiner between letters", "a\u200cb", "U+200C after 1 bytes is " + unseen},
		{"Persian word", "می\u200cخواهم", ""},
		{"Persian word, non-joiner at the end", "می\u200c", "U+200C after 4 bytes is " + unseen},
		{"Persian word, non-joiner at the beginning", "\u200cمی", "U+200C after 0 bytes is " + unseen},
		{"Persian word, two of them", "می\u200c\u200cخواهم", "U+200C after 4 bytes is " + unseen},
		{"Hindi word with a non-joiner", "क्\u200cष", ""},
		{"Hindi word with a joiner", "क्\u200dष", ""},
		{"Hindi word, joiner without a virama", "क\u200dष", "U+200D after 3 bytes is " + unseen},
		{"Bengali word, joiner before the virama", "র\u200d্যাব", ""},
		{"Sinhala word", "ශ්\u200dරී", ""},
		{"Malayalam word that ends with a joiner", "അവന്\u200d", ""},
		{"Arabic sign that is seen", "\u0600١٢٣", ""},
		{"Hebrew, no marks", "שלום", ""},

		{"emoji", "\U0001F600", ""},
		{"family", "\U0001F468\u200d\U0001F469\u200d\U0001F467", ""},
		{"pilot with a tone of skin", "\U0001F469\U0001F3FD\u200d\u2708\ufe0f", ""},
		{"heart on fire", "\u2764\ufe0f\u200d\U0001F525", ""},
		{"joiner behind an emoji", "\U0001F600\u200d", "U+200D after 4 bytes is " + unseen},
		{"joiner between an emoji and a letter", "\U0001F600\u200da", "U+200D after 4 bytes is " + unseen},
		{"telephone as emoji", "\u260e\ufe0f", ""},
		{"telephone as text", "\u260e\ufe0e", ""},
		{"arrow as emoji", "\u2194\ufe0f", ""},
		{"two exclamation marks as emoji", "\u203c\ufe0f", ""},
		{"keycap", "1\ufe0f\u20e3", ""},
		{"keycap of a star", "*\ufe0f\u20e3", ""},
		{"keycap of a number sign", "#\ufe0f\u20e3", ""},
		{"keycap of a letter", "a\ufe0f\u20e3", "U+FE0F after 1 bytes is " + unseen},
		{"selector behind a digit", "1\ufe0f", "U+FE0F after 1 bytes is " + unseen},
		{"selector behind a plus", "+\ufe0f", "U+FE0F after 1 bytes is " + unseen},
		{"selector behind a letter", "a\ufe0f", "U+FE0F after 1 bytes is " + unseen},
		{"selector behind a point", "a.\ufe0f", "U+FE0F after 2 bytes is " + unseen},
		{"selector of an ideograph", "葛\U000E0100", "U+E0100 after 3 bytes is " + unseen},
		{"selector first", "\ufe0f", "U+FE0F after 0 bytes is " + unseen},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			got := f.Name("a", tt.s)
			if got != (tt.want == "") || got != (f.Err() == nil) {
				t.Fatalf("Name(%q) = %t, %v; want %q", tt.s, got, f.Err(), tt.want)
			}
			if found := alianza.Faults(f.Err()); !got && found[0].Reason() != "malformed: "+tt.want {
				t.Errorf("Name(%q) = %v; want %s", tt.s, f.Err(), tt.want)
			}
		})
	}
}

// TestNameCharacters goes through all characters: each that has a shape of its
// own makes a name, and none does that has no shape.
func TestNameCharacters(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		var f check.Faults
		ok := f.Name("a", "a"+string(r)+"a")
		shown := unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
		hidden := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z, unicode.Variation_Selector) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
		odd := r == ' ' || r == 0x2800 || r == 0x1D159 || 0xD800 <= r && r < 0xE000
		if !odd && (shown && !ok || hidden && ok) {
			t.Errorf("Name(a%ca) = %t for %U", r, ok, r)
		}
	}
}
