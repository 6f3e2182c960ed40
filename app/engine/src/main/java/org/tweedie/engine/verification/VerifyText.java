package org.tweedie.engine.verification;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.Verdict;

/** Findings as text for people: a table for each component, then what failed in sentences. */
public final class VerifyText {

  /** Widths of verdict, identity, equation, expected and found; longer cells are wrapped. */
  private static final int[] WIDTHS = {7, 48, 30, 26, 30};

  private VerifyText() {}

  /** The table of one component. */
  public static String table(Verified verified) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s (%s)"
            .formatted(
                verified.type().kind().word(), verified.type().name(), verified.type().origin()));
    row(lines, "VERDICT", "IDENTITY", "EQUATION", "EXPECTED", "FOUND");
    for (Finding finding : verified.findings()) {
      row(
          lines,
          word(finding.verdict()),
          finding.identity(),
          finding.equation(),
          finding.expected(),
          finding.found());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> "holds";
      case FAILS -> "FAILS";
      case DOES_NOT_APPLY -> "n/a";
    };
  }

  /** How many hold, and a sentence for each that does not. */
  public static String summary(List<Verified> all) {
    List<String> sentences = new ArrayList<>();
    for (Verified verified : all) {
      for (Finding finding : verified.findings()) {
        if (!finding.isGood()) {
          sentences.add(
              "%d) %s '%s': %s"
                  .formatted(
                      sentences.size() + 1,
                      verified.type().kind().word(),
                      verified.type().name(),
                      finding.sentence()));
        }
      }
    }
    String counts =
        "%d identities hold, %d do not apply, %d fail"
            .formatted(
                count(all, Verdict.HOLDS), count(all, Verdict.DOES_NOT_APPLY), sentences.size());
    return sentences.isEmpty() ? counts + "." : counts + ":\n" + String.join("\n", sentences);
  }

  private static long count(List<Verified> all, Verdict verdict) {
    return all.stream()
        .flatMap(verified -> verified.findings().stream())
        .filter(finding -> finding.verdict() == verdict)
        .count();
  }

  private static void row(List<String> lines, String... cells) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < cells.length; i++) {
      wrapped.add(wrap(cells[i], WIDTHS[i]));
      height = Math.max(height, wrapped.get(i).size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder(" ");
      for (int i = 0; i < cells.length; i++) {
        List<String> cell = wrapped.get(i);
        String part = line < cell.size() ? cell.get(line) : "";
        text.append(" ")
            .append(part)
            .append(" ".repeat(Math.max(1, WIDTHS[i] + 1 - part.length())));
      }
      lines.add(text.toString().stripTrailing());
    }
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
