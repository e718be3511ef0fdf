package checklist_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline/checklist"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

func TestBadGolden(t *testing.T) { pipelinetest.BadDefinition[checklist.Definition](t) }
