package roi_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/roi"
)

// TestContract runs the program's examples that are about returns.
func TestContract(t *testing.T) {
	percent := func(in contract.Input) (any, error) { return roi.Return(in.Number("revenue"), in.Number("cost")) }
	contract.Run(t, "roi", map[string]contract.Adapter{
		"R1": percent,
		"R2": percent,
		"R4": func(in contract.Input) (any, error) {
			gross, err := roi.Multiple(in.Number("revenue"), in.Number("cost"))
			if err != nil {
				return nil, err
			}
			net, err := percent(in)
			return contract.Object{"gross": gross, "net_pct": net}, err
		},

		"roi.ROIPercent": func(in contract.Input) (any, error) { return roi.Return(in.Number("gain"), in.Number("cost")) },
		"roi.ReturnRatio": func(in contract.Input) (any, error) {
			if in.Has("basis") {
				return roi.NetMultiple(in.Number("gain"), in.Number("cost"))
			}
			return roi.Multiple(in.Number("gain"), in.Number("cost"))
		},
		"roi.RatioToPercent": func(in contract.Input) (any, error) {
			unit := roi.UnitGross
			if in.Has("basis") {
				unit = roi.UnitNet
			}
			multiple, err := roi.NewFigure("return", unit, in.Number("n"))
			if err != nil {
				return nil, err
			}
			return roi.ReturnOf(multiple)
		},
	})
}
