package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protocol buffers that is written field by field, by the fields' numbers. ONNX has
 * ten kinds of message with few fields each, and classes generated for them would be a library's
 * worth of code. What is large is not copied.
 */
final class ProtoMessage {

  private final List<ByteString> parts = new ArrayList<>();

  /** Adds a whole number. */
  ProtoMessage add(int field, long value) {
    return written(out -> out.writeInt64(field, value));
  }

  /** Adds a number of single precision. */
  ProtoMessage add(int field, float value) {
    return written(out -> out.writeFloat(field, value));
  }

  /** Adds a text. */
  ProtoMessage add(int field, String text) {
    return written(out -> out.writeString(field, text));
  }

  /** Adds bytes. */
  ProtoMessage add(int field, ByteString bytes) {
    written(
        out -> {
          out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(bytes.size());
        });
    parts.add(bytes);
    return this;
  }

  /** Adds another message. */
  ProtoMessage add(int field, ProtoMessage message) {
    return add(field, message.bytes());
  }

  /** The message. */
  ByteString bytes() {
    return ByteString.copyFrom(parts);
  }

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private ProtoMessage written(Writing writing) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    parts.add(bytes.toByteString());
    return this;
  }
}
