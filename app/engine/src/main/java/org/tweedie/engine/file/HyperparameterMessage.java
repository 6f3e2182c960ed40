package org.tweedie.engine.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.Value;
import java.util.Map;

/**
 * The message with which TensorBoard's tab of hyperparameters is told that a run begins ({@code
 * HParamsPluginData} of {@code tensorboard/plugins/hparams/plugin_data.proto}), whose classes
 * TensorFlow Java does not have: a field for the beginning of a session, in that a map of values
 * and the time.
 */
final class HyperparameterMessage {

  private static final int SESSION_START = 3;
  private static final int VALUES = 1;
  private static final int START_TIME = 5;

  private HyperparameterMessage() {}

  static ByteString of(Map<String, String> values, double seconds) {
    // A message whose first field is such a map, too.
    Struct.Builder fields = Struct.newBuilder();
    values.forEach((name, text) -> fields.putFields(name, value(text)));
    UnknownFieldSet time =
        UnknownFieldSet.newBuilder()
            .addField(
                START_TIME,
                Field.newBuilder().addFixed64(Double.doubleToRawLongBits(seconds)).build())
            .build();
    assert Struct.FIELDS_FIELD_NUMBER == VALUES;
    return UnknownFieldSet.newBuilder()
        .addField(
            SESSION_START,
            Field.newBuilder()
                .addLengthDelimited(fields.build().toByteString().concat(time.toByteString()))
                .build())
        .build()
        .toByteString();
  }

  private static Value value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Value.newBuilder().setBoolValue(text.equals("true")).build();
    }
    try {
      return Value.newBuilder().setNumberValue(Double.parseDouble(text)).build();
    } catch (NumberFormatException word) {
      return Value.newBuilder().setStringValue(text).build();
    }
  }
}
