package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpyHeader;
import org.tweedie.engine.file.NpzFile;
import org.tweedie.engine.file.PickleFile;
import org.tweedie.engine.problem.Closest;

/** Arrays of NumPy as a config names them: {@code a.npy}, {@code a.npz:name}. */
final class NumpyArrays {

  private static final Pattern IN_ARCHIVE = Pattern.compile("(?s)(.*\\.npz):([^:]+)");

  private NumpyArrays() {}

  /**
   * Reads an array into memory.
   *
   * @param where a .npy file, or a .npz file with the array's name behind a colon; a .npz file of
   *     one array needs no name
   * @throws DataException if it is missing, damaged or of another kind
   */
  static NpyArray read(String where) {
    return found(
        where,
        (file, member) ->
            member.isPresent() ? NpzFile.read(file, member.get()) : NpyArray.read(file));
  }

  /**
   * Opens an array by its records.
   *
   * @param where in the same way
   * @param mostHeld bytes from which on they are not held in memory: those of a .npy file stay
   *     where they are, those of a .npz file are unpacked into another
   * @param check of what the array is, before its values are read
   * @throws DataException if it is missing, damaged or of another kind, or there is no room for it
   */
  static NumpyRecords records(String where, double mostHeld, Consumer<NpyHeader> check) {
    return found(
        where,
        (file, member) ->
            member.isPresent()
                ? NpzFile.read(
                    file,
                    member.get(),
                    in -> NumpyRecords.unpacked(in, file + ":" + member.get(), mostHeld, check))
                : NumpyRecords.of(file, mostHeld, check));
  }

  /** What reads an array. */
  @FunctionalInterface
  private interface Reader<T> {

    /**
     * Reads it.
     *
     * @param member its name, where the file is an archive
     */
    T read(Path file, Optional<String> member) throws IOException;
  }

  private static <T> T found(String where, Reader<T> reader) {
    Matcher named = IN_ARCHIVE.matcher(where);
    boolean inArchive = named.matches();
    Path file = path(inArchive ? named.group(1) : where);
    PickleFile.refusal(file)
        .ifPresent(
            words -> {
              throw new DataException(words);
            });
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "There is no file %s%s. Give the path of a .npy file, or of a .npz file and the name of an array, as in mnist.npz:x_train."
              .formatted(file, ImageFiles.fromWhere(file)));
    }
    try {
      if (inArchive) {
        return reader.read(file, Optional.of(member(file, named.group(2))));
      }
      boolean isArchive = where.toLowerCase(Locale.ROOT).endsWith(".npz");
      return reader.read(file, isArchive ? Optional.of(only(file)) : Optional.empty());
    } catch (FileFormatException wrong) {
      throw new DataException(String.valueOf(wrong.getMessage()), wrong);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The names of the arrays in a .npz file.
   *
   * @throws DataException if it is none
   */
  static List<String> names(Path file) {
    try {
      return NpzFile.names(file);
    } catch (FileFormatException wrong) {
      throw new DataException(String.valueOf(wrong.getMessage()), wrong);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException none) {
      throw new DataException("'%s' is no path: %s.".formatted(text, none.getReason()), none);
    }
  }

  private static String member(Path file, String name) throws IOException {
    List<String> names = NpzFile.names(file);
    if (!names.contains(name)) {
      throw new DataException(
          "There is no array '%s' in %s.%s It holds: %s."
              .formatted(name, file, Closest.question(name, names), String.join(", ", names)));
    }
    return name;
  }

  private static String only(Path file) throws IOException {
    List<String> names = NpzFile.names(file);
    if (names.size() != 1) {
      throw new DataException(
          "%s holds %d arrays: %s. Say which, as in %s:NAME."
              .formatted(file, names.size(), String.join(", ", names), file));
    }
    return names.get(0);
  }
}
