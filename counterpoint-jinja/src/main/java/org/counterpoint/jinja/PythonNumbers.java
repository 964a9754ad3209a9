package org.counterpoint.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Numbers as Python reads, prints and computes them; integers are bounded to 64 bits. */
final class PythonNumbers {
    private PythonNumbers() {}

    static Value literal(Token token) {
        return token.kind() == Token.Kind.FLOAT
                ? new Value.Real(Double.parseDouble(token.text()))
                : integer(token.text());
    }

    private static Value integer(String written) {
        int radix =
                switch (written.length() > 1 ? Character.toLowerCase(written.charAt(1)) : ' ') {
                    case 'x' -> 16;
                    case 'o' -> 8;
                    case 'b' -> 2;
                    default -> 10;
                };
        try {
            return Value.of(Long.parseLong(radix == 10 ? written : written.substring(2), radix));
        } catch (NumberFormatException e) {
            throw new TemplateFault("the integer " + written + " has more than 64 bits");
        }
    }

    /** Python's {@code repr} of a float: the shortest digits that read back as the same number. */
    static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String size = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (value < 0 ? "-" : "") + mantissa + "e" + size;
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17)).stripTrailingZeros();
    }

    /** {@code + - * / // % **} on two numbers. */
    static Value arithmetic(String operator, Value left, Value right) {
        boolean real = left instanceof Value.Real || right instanceof Value.Real;
        try {
            return real || operator.equals("/")
                    ? new Value.Real(real(operator, Types.real(left), Types.real(right)))
                    : whole(operator, Types.integer(left, "the operand"), Types.integer(right, "the operand"));
        } catch (ArithmeticException e) {
            throw new TemplateFault("the result of " + operator + " has more than 64 bits");
        }
    }

    private static Value whole(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Value.of(Math.addExact(a, b));
            case "-" -> Value.of(Math.subtractExact(a, b));
            case "*" -> Value.of(Math.multiplyExact(a, b));
            case "//" -> Value.of(a == Long.MIN_VALUE ? Math.negateExact(a) : Math.floorDiv(a, nonZero(b)));
            case "%" -> Value.of(Math.floorMod(a, nonZero(b)));
            default -> b < 0 ? new Value.Real(real("**", (double) a, (double) b)) : Value.of(power(a, b));
        };
    }

    private static long power(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        }
        if (base == -1) {
            return exponent % 2 == 0 ? 1 : -1;
        }
        if (exponent > 63) {
            throw new ArithmeticException("overflow");
        }
        return BigInteger.valueOf(base).pow((int) exponent).longValueExact();
    }

    private static double real(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / nonZero(b);
            case "//" -> Math.floor((a - modulo(a, b)) / b + 0.5);
            case "%" -> modulo(a, b);
            default -> {
                if (a == 0 && b < 0) {
                    throw new TemplateFault("zero to a negative power");
                }
                if (a < 0 && b != Math.rint(b)) {
                    throw new TemplateFault("a negative number to a fractional power");
                }
                yield Math.pow(a, b);
            }
        };
    }

    private static double modulo(double a, double b) {
        double rest = a % nonZero(b);
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest == 0 ? Math.copySign(0.0, b) : rest;
    }

    private static long nonZero(long value) {
        if (value == 0) {
            throw new TemplateFault("division by zero");
        }
        return value;
    }

    private static double nonZero(double value) {
        if (value == 0) {
            throw new TemplateFault("division by zero");
        }
        return value;
    }
}
