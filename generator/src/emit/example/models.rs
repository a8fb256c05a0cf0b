//! Expressions for values of named types: structs by their constructors, enums and unions by a variant.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::args::{Arg, Conversion};
use super::super::scope::ident;
use super::select;
use super::values::{ValueBuilder, ValueContext};
use crate::ir::{
    Construction, Enum, EnumKind, ExampleValue, Field, Guard, GuardTag, JsonKind, Literal, Presence, Shape, Struct,
    Type, TypeId, Union, Variant,
};
use crate::name::{FieldName, TypeName, paired};

impl ValueBuilder<'_, '_> {
    pub(super) fn named(&mut self, id: TypeId, context: ValueContext<'_>) -> TokenStream {
        let emit = self.scope.emit;
        let (Some(def), Some(name)) = (emit.api.get(id), emit.names.ty(id)) else {
            return quote!(todo!());
        };
        let example = context.example.or(ValueContext::of("", &def.docs).example);
        let context = ValueContext { example, ..context };
        match &def.shape {
            Shape::Alias(inner) => self.value(inner, context),
            Shape::Enum(e) => self.variant(e, name, id, context),
            Shape::Union(union) => self.branch(union, name, id, context),
            Shape::Struct(s) => self.construct(s, name, id, context),
            Shape::Multipart(s) => {
                self.owner = name.ident.bare().to_owned();
                self.construct(s, name, id, context)
            }
        }
    }

    fn variant(&self, e: &Enum, name: &TypeName, id: TypeId, context: ValueContext<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let documented = e
            .values
            .iter()
            .position(|value| is_example(&value.value, context.example));
        if let Some(variant) = name.variants.get(documented.unwrap_or(0)) {
            let variant = ident(variant);
            return quote!(#ty::#variant);
        }
        let fallback = ident(&name.fallback);
        match e.kind {
            EnumKind::String => quote!(#ty::#fallback("other".to_owned())),
            EnumKind::Integer => quote!(#ty::#fallback(1)),
            EnumKind::Mixed => {
                let json = self.scope.runtime("Json");
                quote!(#ty::#fallback(#json::Null))
            }
        }
    }

    fn branch(&mut self, union: &Union, name: &TypeName, id: TypeId, context: ValueContext<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let documented = union.variants.iter().position(|variant| fits(variant, context.example));
        let at = documented.unwrap_or(0);
        let (Some(variant), Some(variant_name)) = (union.variants.get(at), name.variants.get(at)) else {
            let (fallback, json) = (ident(&name.fallback), self.scope.runtime("Json"));
            return quote!(#ty::#fallback(#json::Null));
        };
        // An example of another variant is no example of this one.
        let example = documented.and(context.example);
        let value = self.value(&variant.ty, ValueContext { example, ..context });
        let value = if variant.boxed { quote!(Box::new(#value)) } else { value };
        let variant_name = ident(variant_name);
        quote!(#ty::#variant_name(#value))
    }

    fn construct(&mut self, s: &Struct, name: &TypeName, id: TypeId, context: ValueContext<'_>) -> TokenStream {
        match s.construction {
            Construction::Builder => self.by_name(s, name, id, context),
            Construction::Empty | Construction::Fixed | Construction::Positional => {
                self.by_position(s, name, id, context)
            }
            // A type that is only received has no constructor, and no example needs a value of it.
            Construction::Decoded => quote!(todo!()),
        }
    }

    /// `User::new("ada").with_age(36)`.
    fn by_position(&mut self, s: &Struct, name: &TypeName, id: TypeId, context: ValueContext<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let args: Vec<TokenStream> = s
            .arguments()
            .map(|field| {
                let arg = Arg::new(self.scope.emit.api, &field.ty);
                self.member(field, arg.conversion, context)
            })
            .collect();
        let setters = self.setters(s, name, context, |name| ident(&name.setter));
        quote!(#ty::new(#(#args),*) #(#setters)*)
    }

    /// `User::builder().name("ada").age(36).build()?`.
    fn by_name(&mut self, s: &Struct, name: &TypeName, id: TypeId, context: ValueContext<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let asked = paired(&s.fields, &name.fields).filter(|(field, _)| field.is_argument());
        let mut required: Vec<TokenStream> = Vec::new();
        for (field, name) in asked {
            if !self.has_room() {
                break;
            }
            let arg = Arg::of_setter(self.scope.emit.api, field);
            let (setter, value) = (ident(&name.field), self.member(field, arg.conversion, context));
            required.push(quote!(.#setter(#value)));
        }
        let setters = self.setters(s, name, context, |name| ident(&name.field));
        quote!(#ty::builder() #(#required)* #(#setters)* .build()?)
    }

    fn setters(
        &mut self,
        s: &Struct,
        name: &TypeName,
        context: ValueContext<'_>,
        setter: fn(&FieldName) -> proc_macro2::Ident,
    ) -> Vec<TokenStream> {
        let optional = paired(&s.fields, &name.fields);
        let optional = optional.filter(|(field, _)| field.presence != Presence::Required);
        let chosen = select::fields(
            optional,
            context.example,
            s.construction == Construction::Empty && self.depth <= 2,
        );
        let mut steps = Vec::new();
        for (field, name) in chosen {
            let arg = Arg::of_setter(self.scope.emit.api, field);
            let (setter, value) = (setter(name), self.member(field, arg.conversion, context));
            steps.push(quote!(.#setter(#value)));
        }
        steps
    }

    /// The value of a field, as the argument of a constructor or a setter.
    fn member(&mut self, field: &Field, conversion: Conversion, context: ValueContext<'_>) -> TokenStream {
        self.members += 1;
        let documented = context.example.and_then(|example| example.member(&field.wire));
        let context = ValueContext::new(&field.wire, documented.or(ValueContext::of("", &field.docs).example));
        let is_patch = field.presence == (Presence::OptionalNullable { patch: true });
        if is_patch && field.ty != Type::String {
            // Many types convert into a `Patch`, so the type of the number has to be written.
            let before = std::mem::replace(&mut self.suffixed, true);
            let value = self.value(&field.ty, context);
            self.suffixed = before;
            return value;
        }
        self.argument(conversion, &field.ty, context)
    }
}

fn is_example(literal: &Literal, example: Option<&ExampleValue>) -> bool {
    match (literal, example) {
        // A text may be written without quotes.
        (Literal::String(text), Some(example)) => example.text().as_ref() == Some(text),
        (literal, Some(ExampleValue::Scalar(example))) => literal == example,
        (_, Some(ExampleValue::List(_) | ExampleValue::Object(_)) | None) => false,
    }
}

/// Whether an example is a value of this variant.
fn fits(variant: &Variant, example: Option<&ExampleValue>) -> bool {
    let Some(example) = example else { return false };
    match &variant.guard {
        Guard::Object { tags, keys, lacks } => {
            let is_tagged = |tag: &GuardTag| {
                let value = example.member(&tag.key);
                tag.values.iter().any(|known| is_example(known, value))
            };
            let has = |key: &String| example.member(key).is_some();
            tags.iter().all(is_tagged) && keys.iter().all(has) && !lacks.iter().any(has)
        }
        Guard::Kind(kind) => is_of_kind(example, *kind),
        Guard::Any => true,
    }
}

fn is_of_kind(value: &ExampleValue, kind: JsonKind) -> bool {
    match value {
        ExampleValue::List(_) => kind == JsonKind::Array,
        ExampleValue::Object(_) => kind == JsonKind::Object,
        ExampleValue::Scalar(literal) => match literal {
            Literal::Null => false,
            Literal::Bool(_) => kind == JsonKind::Boolean,
            Literal::Integer(_) | Literal::Unsigned(_) => matches!(kind, JsonKind::Integer | JsonKind::Number),
            Literal::Float(_) => kind == JsonKind::Number,
            Literal::String(_) => kind == JsonKind::String,
        },
    }
}
