package commission_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"
)

// TestAffiliateJSON keeps the preset as a document, and reads it back.
func TestAffiliateJSON(t *testing.T) {
	var doc bytes.Buffer
	if err := json.Indent(&doc, []byte(jsonText(t, commission.Affiliate())), "", "  "); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "affiliate.json")
	checkGolden(t, file, doc.String()+"\n")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var back commission.Definition
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", file, err)
	}
	if diff := cmp.Diff(commission.Affiliate(), back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", file, diff)
	}
}
