package org.tweedie.engine.file;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes what TensorBoard shows: a file of {@code Event} messages in TFRecord framing. TensorBoard
 * joins all files of a folder, so a resumed run opens one more. Not for several threads at once.
 *
 * <p>Only the message classes of TensorFlow Java are used, which load nothing native.
 */
public final class EventFile implements AutoCloseable {

  private static final String VERSION = "brain.Event:2";

  private final Path path;
  private final Clock clock;
  private final OutputStream out;

  private EventFile(Path path, Clock clock) throws IOException {
    this.path = path;
    this.clock = clock;
    this.out =
        new BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /**
   * Starts a new file in a folder, named {@code events.out.tfevents.<seconds>.<host>}.
   *
   * @throws IOException if it cannot be written
   */
  public static EventFile create(Path folder) throws IOException {
    return create(folder, Clock.systemUTC());
  }

  /**
   * The same for a run that goes on: TensorBoard then takes away what earlier files have of the
   * steps that are done anew.
   *
   * @param step the first of these
   */
  public static EventFile goOn(Path folder, long step) throws IOException {
    EventFile file = create(folder, Clock.systemUTC());
    SessionLog start = SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START).build();
    file.write(file.event().setStep(step).setSessionLog(start).build());
    file.flush();
    return file;
  }

  static EventFile create(Path folder, Clock clock) throws IOException {
    // TensorBoard reads files in the order of their names, so the time goes first, with ten digits.
    String name = "events.out.tfevents.%010d.%s".formatted(clock.millis() / 1000, host());
    EventFile file = null;
    for (int attempt = 0; file == null; attempt++) {
      try {
        // A run resumed within the second must not touch the file that is there.
        file = new EventFile(folder.resolve(attempt == 0 ? name : name + "." + attempt), clock);
      } catch (FileAlreadyExistsException e) {
        // Then the next name.
      }
    }
    file.write(file.event().setFileVersion(VERSION).build());
    file.flush();
    return file;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Adds a point to the curve of a tag. */
  public void scalar(String tag, long step, double value) throws IOException {
    write(step, Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
  }

  /**
   * Adds an image.
   *
   * @param png the image as the bytes of a PNG file
   * @param width its width in pixels
   * @param height its height in pixels
   */
  public void image(String tag, long step, byte[] png, int width, int height) throws IOException {
    Summary.Image image =
        Summary.Image.newBuilder()
            .setWidth(width)
            .setHeight(height)
            .setColorspace(3)
            .setEncodedImageString(ByteString.copyFrom(png))
            .build();
    write(step, Summary.Value.newBuilder().setTag(tag).setImage(image));
  }

  /**
   * Adds a text.
   *
   * @param markdown as TensorBoard shows it
   */
  public void text(String tag, long step, String markdown) throws IOException {
    TensorProto text =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .addStringVal(ByteString.copyFromUtf8(markdown))
            .build();
    write(
        step,
        Summary.Value.newBuilder()
            .setTag(tag)
            .setMetadata(metadata("text", ByteString.EMPTY))
            .setTensor(text));
  }

  /**
   * Adds what the tab of hyperparameters shows beside the curves' last values.
   *
   * @param values by name: numbers and truth values where the texts are such
   */
  public void hyperparameters(Map<String, String> values) throws IOException {
    TensorProto nothing =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
            .addFloatVal(0)
            .build();
    write(
        0,
        Summary.Value.newBuilder()
            .setTag("_hparams_/session_start_info")
            .setMetadata(
                metadata("hparams", HyperparameterMessage.of(values, clock.millis() / 1000.0)))
            .setTensor(nothing));
  }

  private static SummaryMetadata metadata(String plugin, ByteString content) {
    return SummaryMetadata.newBuilder()
        .setPluginData(
            SummaryMetadata.PluginData.newBuilder().setPluginName(plugin).setContent(content))
        .build();
  }

  private void write(long step, Summary.Value.Builder value) throws IOException {
    write(event().setStep(step).setSummary(Summary.newBuilder().addValue(value)).build());
  }

  private Event.Builder event() {
    return Event.newBuilder().setWallTime(clock.millis() / 1000.0);
  }

  private void write(Event event) throws IOException {
    RecordFraming.write(out, event.toByteArray());
  }

  /** Hands what was added to the operating system, so that TensorBoard sees it. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
