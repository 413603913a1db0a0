package org.hotcut.sip.registrar;

/** Date as RFC 3261 section 20.17 wants it: {@code Sat, 13 Nov 2010 23:29:00 GMT}. Reckoned without the time library, whose formatter costs more than the registration. */
final class SipDate {
    private static final String DAYS = "ThuFriSatSunMonTueWed";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int DAYS_TO_1970_FROM_MARCH_0 = 719_468;
    private static final int DAYS_OF_400_YEARS = 146_097;

    private SipDate() { }

    static String of(long millis) {
        long seconds = Math.floorDiv(millis, 1000);
        long days = Math.floorDiv(seconds, (long) SECONDS_OF_DAY);
        int ofDay = (int) (seconds - days * SECONDS_OF_DAY);
        // a year that begins in March has its odd day last
        long shifted = days + DAYS_TO_1970_FROM_MARCH_0;
        long era = Math.floorDiv(shifted, (long) DAYS_OF_400_YEARS);
        int dayOfEra = (int) (shifted - era * DAYS_OF_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
        long year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0);
        StringBuilder text = new StringBuilder(29);
        int weekday = (int) Math.floorMod(days, 7L) * 3;
        text.append(DAYS, weekday, weekday + 3).append(", ");
        two(dayOfYear - (153 * fromMarch + 2) / 5 + 1, text).append(' ').append(MONTHS, month * 3, month * 3 + 3).append(' ').append(year).append(' ');
        two(ofDay / 3600, text).append(':');
        two(ofDay / 60 % 60, text).append(':');
        return two(ofDay % 60, text).append(" GMT").toString();
    }

    private static StringBuilder two(int number, StringBuilder text) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
