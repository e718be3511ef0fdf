package certification_test

import (
	"cmp"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/tier/certification"
)

// TestContract runs the program's examples that are about certificates.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "tier/certification", map[string]contract.Adapter{
		"T10": a.order,
		"T11": a.status,
		"T12": a.support,

		"tier.CertificationStatus": a.status,
		"tier.CertificationRenew": func(in contract.Input) (any, error) {
			c, cert, err := a.issue("gold", in.Date("issued"), certification.Partner())
			if err != nil {
				return nil, err
			}
			cert, err = c.Renew(cert, in.Date("renewed_on"))
			return cert.Expires, err
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

func (adapters) issue(level string, on alianza.Date, d certification.Definition) (certification.Certification, certification.Certificate, error) {
	c, err := certification.New(d)
	if err != nil {
		return c, certification.Certificate{}, err
	}
	cert, err := c.Issue(level, d.Steps, on)
	return c, cert, err
}

func (a adapters) report(level string, issued, on alianza.Date, d certification.Definition) (certification.Report, error) {
	c, cert, err := a.issue(level, issued, d)
	if err != nil {
		return certification.Report{}, err
	}
	return c.Report(cert, on)
}

func (a adapters) status(in contract.Input) (any, error) {
	d := certification.Partner()
	if in.Has("warn_days") {
		d.WarnDays = in.Int("warn_days")
	}
	if in.Has("grace_days") {
		d.GraceDays = in.Int("grace_days")
	}
	r, err := a.report("gold", in.Date("issued"), in.Date("as_of"), d)
	return r.Status, err
}

// support is what comes with a certificate: none is no value.
func (a adapters) support(in contract.Input) (any, error) {
	issued := alianza.Must(alianza.ParseDate("2025-03-15"))
	on := issued
	if in.Has("as_of") {
		issued, on = in.Date("issued"), in.Date("as_of")
	}
	r, err := a.report(in.Text("certification"), issued, on, certification.Partner())
	if r.Support == "" {
		return nil, err
	}
	return r.Support, err
}

func (adapters) order(in contract.Input) (any, error) {
	c, err := certification.New(certification.Partner())
	if err != nil {
		return nil, err
	}
	left, okLeft := c.RankOf(in.Text("a"))
	right, okRight := c.RankOf(in.Text("b"))
	if !okLeft || !okRight {
		return nil, alianza.ErrUnknown
	}
	return "a" + []string{"<", "=", ">"}[cmp.Compare(left, right)+1] + "b", nil
}
