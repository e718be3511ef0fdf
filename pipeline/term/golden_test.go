package term_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/pipeline/term"
)

func TestBadGolden(t *testing.T) { pipelinetest.BadDefinition[term.Definition](t) }
