package org.tweedie.study.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.text.StringEscapeUtils;

/** Pieces that all parts of the page need. */
final class Html {

  private Html() {}

  /** A text as the content of an element or of an attribute in double quotes. */
  static String text(String text) {
    return StringEscapeUtils.escapeHtml4(text);
  }

  /** What a variant is called, with the settings in bold that are not the baseline's. */
  static String label(Study study, Variant variant) {
    StringBuilder label = new StringBuilder();
    variant
        .settings()
        .forEach(
            (axis, value) ->
                label
                    .append(label.isEmpty() ? "" : ", ")
                    .append(
                        study.differs(variant, axis)
                            ? "<b>" + text(Variant.word(axis, value)) + "</b>"
                            : text(Variant.word(axis, value))));
    if (label.isEmpty()) {
      label.append(text(variant.label()));
    }
    return label + (variant.baseline() ? "<span class=\"tag\">baseline</span>" : "");
  }

  static String value(String value, boolean highlighted) {
    return highlighted ? "<mark>" + text(value) + "</mark>" : text(value);
  }

  /** A table that scrolls by itself where the page is too narrow for it. */
  static String wide(String name, String table) {
    return "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\""
        + text(name)
        + "\">\n"
        + table
        + "</div>\n";
  }

  static String styles() {
    try (InputStream in = Html.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
