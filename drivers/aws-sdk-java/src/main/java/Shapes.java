import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** JSON in the SDK's own types, and back, by what these tell of their members. */
final class Shapes {
  static <B extends SdkPojo> B fill(B builder, Map<?, ?> json) {
    for (SdkField<?> field : builder.sdkFields())
      if (json.containsKey(field.locationName())) field.set(builder, typed(field, json.get(field.locationName())));
    return builder;
  }

  private static Object typed(SdkField<?> field, Object json) {
    var type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) return built(fill(field.constructor().get(), (Map<?, ?>) json));
    if (type == MarshallingType.DOCUMENT) return document(json);
    if (type == MarshallingType.LIST) {
      var member = field.getTrait(ListTrait.class).memberFieldInfo();
      return new ArrayList<>(((List<?>) json).stream().map(element -> typed(member, element)).toList());
    }
    return json instanceof Number number && type == MarshallingType.FLOAT ? (Object) number.floatValue() : json;
  }

  private static Object built(SdkPojo builder) {
    return ((SdkBuilder<?, ?>) builder).build();
  }

  private static Document document(Object json) {
    if (json == null) return Document.fromNull();
    if (json instanceof Boolean flag) return Document.fromBoolean(flag);
    if (json instanceof Number number) return Document.fromNumber(number.toString());
    if (json instanceof List<?> list) return Document.fromList(list.stream().map(Shapes::document).toList());
    if (json instanceof Map<?, ?> map) {
      var members = new LinkedHashMap<String, Document>();
      map.forEach((name, value) -> members.put((String) name, document(value)));
      return Document.fromMap(members);
    }
    return Document.fromString((String) json);
  }

  static Map<String, Object> shown(SdkPojo value) {
    var members = new LinkedHashMap<String, Object>();
    for (SdkField<?> field : value.sdkFields()) {
      Object member = field.getValueOrDefault(value);
      if (member != null && !(member instanceof SdkAutoConstructList) && !(member instanceof SdkAutoConstructMap))
        members.put(field.locationName(), plain(member));
    }
    return members;
  }

  private static Object plain(Object value) {
    if (value instanceof SdkPojo pojo) return shown(pojo);
    if (value instanceof SdkBytes bytes) return bytes.asByteArray();
    if (value instanceof Document document) return json(document);
    if (value instanceof List<?> list) return list.stream().map(Shapes::plain).toList();
    return value;
  }

  private static Object json(Document document) {
    if (document.isBoolean()) return document.asBoolean();
    if (document.isString()) return document.asString();
    if (document.isNumber()) return number(document.asNumber());
    if (document.isList()) return document.asList().stream().map(Shapes::json).toList();
    if (!document.isMap()) return null;
    var members = new LinkedHashMap<String, Object>();
    document.asMap().forEach((name, value) -> members.put(name, json(value)));
    return members;
  }

  private static Object number(SdkNumber number) {
    return number.bigDecimalValue();
  }
}
