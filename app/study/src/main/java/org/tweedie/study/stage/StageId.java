package org.tweedie.study.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a stage: stages of one name give the same numbers, whichever trials they belong to.
 *
 * @param phase what it does
 * @param key a hash of all that its numbers depend on
 */
public record StageId(Phase phase, String key) {

  /** A key is a folder's name, and leads nowhere else. */
  private static final Pattern FORM = Pattern.compile("(train|sample|measure)/[0-9A-Za-z]{1,64}");

  /** As it is written: {@code train/4a2cce43535a}, which is its folder in the study's too. */
  @JsonValue
  public String path() {
    return phase.word() + "/" + key;
  }

  /** The stage of a path. */
  @JsonCreator
  public static StageId of(String path) {
    int slash = path.indexOf('/');
    if (!FORM.matcher(path).matches()) {
      throw new IllegalArgumentException("'%s' is no name of a stage".formatted(path));
    }
    return new StageId(
        Phase.valueOf(path.substring(0, slash).toUpperCase(Locale.ROOT)),
        path.substring(slash + 1));
  }

  @Override
  public String toString() {
    return path();
  }
}
