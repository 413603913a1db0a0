package org.hotcut.settings;

import org.osgi.service.metatype.AttributeDefinition;

/** Values as they are written in files. */
final class Readable {
    private Readable() { }

    /** Returns the value; the text itself when any will do; null when that is none. */
    static Object as(int type, String text) {
        try {
            return switch (type) {
                case AttributeDefinition.INTEGER -> Integer.valueOf(text);
                case AttributeDefinition.LONG -> Long.valueOf(text);
                case AttributeDefinition.DOUBLE -> Double.valueOf(text);
                case AttributeDefinition.BOOLEAN -> truth(text);
                default -> text;
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Components take for false whatever is not true. */
    private static Boolean truth(String text) {
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    /** Returns what a text is of which {@link #as} makes nothing. */
    static String not(int type) {
        return switch (type) {
            case AttributeDefinition.BOOLEAN -> "neither true nor false";
            case AttributeDefinition.DOUBLE -> "no number";
            case AttributeDefinition.LONG -> "no whole number";
            default -> "no whole number up to " + Integer.MAX_VALUE;
        };
    }
}
