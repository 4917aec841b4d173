package main

import (
	"reflect"
	"runtime/debug"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
)

// The members of unions that an input of the kit may have. Go knows of no type which others implement its interface.
var members = []any{
	types.ContentBlockMemberText{}, types.ContentBlockMemberToolUse{}, types.ContentBlockMemberToolResult{},
	types.SystemContentBlockMemberText{}, types.ToolMemberToolSpec{}, types.ToolInputSchemaMemberJson{},
	types.ToolResultContentBlockMemberText{}, types.ToolResultContentBlockMemberJson{},
}

// inputOf is JSON in the SDK's own types.
func inputOf[Input any](value object) *Input {
	input := new(Input)
	fill(reflect.ValueOf(input).Elem(), value)
	return input
}

func fill(target reflect.Value, value any) {
	switch kind := target.Kind(); {
	case target.Type() == reflect.TypeFor[document.Interface]():
		target.Set(reflect.ValueOf(document.NewLazyDocument(value)))
	case kind == reflect.Interface:
		for member, inner := range value.(object) {
			target.Set(memberOf(target.Type().Name()+"Member"+strings.ToUpper(member[:1])+member[1:], inner))
		}
	case kind == reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		fill(target.Elem(), value)
	case kind == reflect.Struct:
		for member, inner := range value.(object) {
			fill(target.FieldByName(strings.ToUpper(member[:1])+member[1:]), inner)
		}
	case kind == reflect.Slice:
		for _, inner := range value.([]any) {
			element := reflect.New(target.Type().Elem()).Elem()
			fill(element, inner)
			target.Set(reflect.Append(target, element))
		}
	default:
		target.Set(reflect.ValueOf(value).Convert(target.Type()))
	}
}

func memberOf(name string, value any) reflect.Value {
	for _, member := range members {
		if kind := reflect.TypeOf(member); kind.Name() == name {
			made := reflect.New(kind)
			fill(made.Elem().FieldByName("Value"), value)
			return made
		}
	}
	panic("the driver has no " + name)
}

// shown is a value of the SDK's types as the JSON of the service model; what is not there is left out.
func shown(value any) any {
	switch it := value.(type) {
	case document.Interface:
		var plain rawDocument
		plain, _ = it.MarshalSmithyDocument()
		return plain
	case *types.UnknownUnionMember:
		return object{it.Tag: it.Value}
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Pointer:
		if _, member, ok := strings.Cut(v.Elem().Type().Name(), "Member"); ok {
			return object{lower(member): shown(v.Elem().FieldByName("Value").Interface())}
		}
		return shown(v.Elem().Interface())
	case reflect.Struct:
		given := object{}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && !absent(v.Field(i)) {
				given[lower(field.Name)] = shown(v.Field(i).Interface())
			}
		}
		return given
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return value
		}
		list := []any{}
		for i := range v.Len() {
			list = append(list, shown(v.Index(i).Interface()))
		}
		return list
	}
	return value
}

// rawDocument is JSON already.
type rawDocument []byte

func (d rawDocument) MarshalJSON() ([]byte, error) { return d, nil }

func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		return v.IsNil()
	}
	return v.Kind() == reflect.String && v.Len() == 0
}

func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// versionOf is that of a module in this program.
func versionOf(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, used := range info.Deps {
		if used.Path == module {
			return used.Version
		}
	}
	return "unknown"
}
