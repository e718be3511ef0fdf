// Package currency knows the currencies of ISO 4217 and their minor units.
//
// Source: ISO 4217:2015, list one, as of January 2026. Codes that were withdrawn
// since 2021 (ANG, BGN, CUC, HRK, SLL, ZWL) are known, too: documents of past
// years can be read. Codes without a minor unit are not known: nobody is paid in
// gold (XAU), the code for tests (XTS), or the code for no currency (XXX).
package currency

import "strings"

// codes lists the codes by their number of decimals.
var codes = [...]string{
	0: `BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF`,
	2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
		CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
		GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
		LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
		PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP
		SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL`,
	3: `BHD IQD JOD KWD LYD OMR TND`,
	4: `CLF UYW`,
}

// Places returns the number of decimals of a currency, 0 to 4, and false if
// there is no such currency. Codes are three capital letters.
func Places(code string) (int, bool) {
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return 0, false
	}
	for places, list := range codes {
		if strings.Contains(list, code) { // codes are parted by blanks, so that a match is a whole code
			return places, true
		}
	}
	return 0, false
}
