package commission

// The bits of what few events have.
const (
	extraUndone = 1 << iota
	extraDefers
	extraShares
	extraDivided
)

// extra appends what few events have.
func (p *packer) extra(m *more) {
	has := flags(m.Undone, len(m.Defers) > 0, len(m.Shares) > 0, m.Divided != nil)
	p.count(has)
	if has&extraDefers != 0 {
		p.count(uint64(len(m.Defers)))
		for i := range m.Defers {
			p.deferral(&m.Defers[i])
		}
	}
	if has&extraShares != 0 {
		p.count(uint64(len(m.Shares)))
		for i := range m.Shares {
			p.word(m.Shares[i].Partner)
			p.decimal(m.Shares[i].Weight)
		}
	}
	if has&extraDivided != 0 {
		p.decimals(m.Divided)
	}
}

func (p *packer) deferral(d *deferral) {
	p.word(d.Rule)
	p.decimal(d.Room)
	p.count(uint64(len(d.Parts)))
	for i := range d.Parts {
		one := &d.Parts[i]
		p.word(one.State)
		p.decimal(one.Paid)
		p.text(one.By)
		p.text(one.Posted)
		p.time(one.Due)
	}
}

// extra reads what few events have.
func (u *unpacker) extra(m *more) {
	has := u.count()
	m.Undone = has&extraUndone != 0
	if has&extraDefers != 0 {
		m.Defers = make([]deferral, u.count())
		for i := range m.Defers {
			u.deferral(&m.Defers[i])
		}
	}
	if has&extraShares != 0 {
		m.Shares = make([]AttributedShare, u.count())
		for i := range m.Shares {
			m.Shares[i].Partner, m.Shares[i].Weight = u.word(), u.decimal()
		}
	}
	if has&extraDivided != 0 {
		m.Divided = u.decimals()
	}
}

func (u *unpacker) deferral(d *deferral) {
	d.Rule, d.Room = u.word(), u.decimal()
	d.Parts = make([]installment, u.count())
	for i := range d.Parts {
		one := &d.Parts[i]
		one.State, one.Paid, one.By, one.Posted, one.Due = u.word(), u.decimal(), u.text(), u.text(), u.time()
	}
}
