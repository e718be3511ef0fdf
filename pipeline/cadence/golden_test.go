package cadence_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline/cadence"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

func TestBadGolden(t *testing.T) { pipelinetest.BadDefinition[cadence.Definition](t) }
