package org.tweedie.laws.identity;

/**
 * What was found of one identity on one component: the worst of all that was compared.
 *
 * @param identity the identity, as the clause of a sentence: {@code the log SNR falls strictly in
 *     time}
 * @param equation where it comes from: {@code Luo, equation 109}
 * @param where at which time, with which prediction and so on the worst was found; may be empty
 * @param expected what it says there
 * @param found what was found there; where the identity does not apply, the reason
 * @param tolerance how far from the expected is still right; may be empty
 * @param verdict whether it holds
 * @param advice what to look at where it does not hold; may be empty
 */
public record Finding(
    String identity,
    String equation,
    String where,
    String expected,
    String found,
    String tolerance,
    Verdict verdict,
    String advice) {

  /** That an identity says nothing of a component, and why. */
  public static Finding doesNotApply(String identity, String equation, String reason) {
    return new Finding(identity, equation, "", "", reason, "", Verdict.DOES_NOT_APPLY, "");
  }

  /** Whether nothing speaks against the component. */
  public boolean isGood() {
    return verdict != Verdict.FAILS;
  }

  /** The finding in words: the identity, the equation, and where it failed what was found. */
  public String sentence() {
    String statement = "'%s' (%s)".formatted(identity, equation);
    return switch (verdict) {
      case HOLDS -> statement + " holds.";
      case DOES_NOT_APPLY -> statement + " does not apply: " + found + ".";
      case FAILS ->
          "%s does not hold%s: expected %s, found %s%s.%s"
              .formatted(
                  statement,
                  where.isEmpty() ? "" : " " + where,
                  expected,
                  found,
                  tolerance.isEmpty() ? "" : ", tolerance " + tolerance,
                  advice.isEmpty() ? "" : " " + advice);
    };
  }
}
