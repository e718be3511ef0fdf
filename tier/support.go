package tier

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// SupportClasses returns the classes of support that the programs name, the least
// first. The affiliate program has email below priority, the alliance program
// email below phone below dedicated, and for certificates basic below priority
// below dedicated below VIP. Where the programs do not compare two classes, the
// order is ours.
//
// Rules: T3, T8, T12, T13.
func SupportClasses() []string {
	return []string{"basic", "email", "phone", "priority", "dedicated", "vip"}
}

// BestSupport returns the best of the classes of support that a partner has, by a
// list of all classes, the least first. A class that is "" is none. It returns an
// error if the list does not have a class.
//
// Rules: T3.
func BestSupport(all []string, classes ...string) (string, error) {
	var f check.Faults
	f.Count("all", len(all), check.MaxValues, "classes")
	f.Count("classes", len(classes), check.MaxValues, "classes")
	if err := f.Err(); err != nil {
		return "", err
	}
	best := -1
	for i, class := range classes {
		at := slices.Index(all, class)
		if at < 0 && class != "" {
			f.Add(fmt.Sprintf("classes[%d]", i), class, alianza.ErrUnknown, fmt.Sprintf("want one of %q", all))
		}
		best = max(best, at)
	}
	if err := f.Err(); err != nil || best < 0 {
		return "", err
	}
	return all[best], nil
}

// better returns the support of a level that stands above levels whose support is
// the one below. A level says nothing worse, and a class of its own says it all.
func better(below, level string) string {
	switch all := SupportClasses(); {
	case level == "":
		return below
	case slices.Index(all, below) > slices.Index(all, level) && slices.Contains(all, level):
		return below
	}
	return level
}

// SupportAreas returns what the alliance program has to support its partners, by
// area, as names of benefits. The program does not say which level has which.
//
// Rules: X21.
func SupportAreas() map[string][]string {
	return map[string][]string{
		"sales":     {"materials", "training", "dedicated_channel", "crm_and_reporting"},
		"marketing": {"joint_campaigns", "personal_content", "joint_events", "press_releases"},
		"technical": {"integration", "api_documentation", "customization", "technical_training"},
	}
}
