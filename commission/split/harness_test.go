package split_test

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
)

func num(s string) decimal.Decimal { return roomtest.Num(s) }

func rate(s string) alianza.Percent { return roomtest.Percent(s) }
