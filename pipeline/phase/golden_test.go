package phase_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/pipeline/phase"
)

func TestBadGolden(t *testing.T) { pipelinetest.BadDefinition[phase.Definition](t) }
