//! Expressions for values of named types: structs by their constructors, enums and unions by a variant.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::args::{Arg, Conversion};
use super::super::scope::ident;
use super::choose;
use super::values::{About, Maker};
use crate::ir::{
    Construction, Enum, EnumKind, Field, Guard, JsonKind, Literal, Presence, Sample, Shape, Struct, Type, TypeId,
    Union, Variant,
};
use crate::name::{FieldName, TypeName, paired};

impl Maker<'_, '_> {
    pub(super) fn named(&mut self, id: TypeId, about: About<'_>) -> TokenStream {
        let emit = self.scope.emit;
        let (Some(def), Some(name)) = (emit.api.get(id), emit.names.ty(id)) else {
            return quote!(todo!());
        };
        let sample = about.sample.or(About::of("", &def.docs).sample);
        let about = About { sample, ..about };
        match &def.shape {
            Shape::Alias(inner) => self.value(inner, about),
            Shape::Enum(e) => self.variant(e, name, id, about),
            Shape::Union(union) => self.branch(union, name, id, about),
            Shape::Struct(s) => self.construct(s, name, id, about),
            Shape::Multipart(s) => {
                self.owner = name.ident.bare().to_owned();
                self.construct(s, name, id, about)
            }
        }
    }

    fn variant(&self, e: &Enum, name: &TypeName, id: TypeId, about: About<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let told = e.values.iter().position(|value| is_sample(&value.value, about.sample));
        if let Some(variant) = name.variants.get(told.unwrap_or(0)) {
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

    fn branch(&mut self, union: &Union, name: &TypeName, id: TypeId, about: About<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let told = union.variants.iter().position(|variant| fits(variant, about.sample));
        let at = told.unwrap_or(0);
        let (Some(variant), Some(variant_name)) = (union.variants.get(at), name.variants.get(at)) else {
            let (fallback, json) = (ident(&name.fallback), self.scope.runtime("Json"));
            return quote!(#ty::#fallback(#json::Null));
        };
        // A sample that fits no branch says nothing about this one.
        let sample = told.and(about.sample);
        let value = self.value(&variant.ty, About { sample, ..about });
        let value = if variant.boxed { quote!(Box::new(#value)) } else { value };
        let variant_name = ident(variant_name);
        quote!(#ty::#variant_name(#value))
    }

    fn construct(&mut self, s: &Struct, name: &TypeName, id: TypeId, about: About<'_>) -> TokenStream {
        match s.construction {
            Construction::Builder => self.by_name(s, name, id, about),
            Construction::Empty | Construction::Fixed | Construction::Positional => {
                self.by_position(s, name, id, about)
            }
            // What is only received has no constructor, and is never sent.
            Construction::Decoded => quote!(todo!()),
        }
    }

    /// `User::new("ada").with_age(36)`.
    fn by_position(&mut self, s: &Struct, name: &TypeName, id: TypeId, about: About<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let args: Vec<TokenStream> = s
            .arguments()
            .map(|field| {
                let arg = Arg::new(self.scope.emit.api, &field.ty);
                self.member(field, arg.conversion, about)
            })
            .collect();
        let setters = self.setters(s, name, about, |name| ident(&name.setter));
        quote!(#ty::new(#(#args),*) #(#setters)*)
    }

    /// `User::builder().name("ada").age(36).build()?`.
    fn by_name(&mut self, s: &Struct, name: &TypeName, id: TypeId, about: About<'_>) -> TokenStream {
        let ty = self.scope.model(id);
        let asked = paired(&s.fields, &name.fields).filter(|(field, _)| field.is_argument());
        let required: Vec<TokenStream> = asked
            .map(|(field, name)| {
                let arg = Arg::of_setter(self.scope.emit.api, field);
                let (setter, value) = (ident(&name.field), self.member(field, arg.conversion, about));
                quote!(.#setter(#value))
            })
            .collect();
        let setters = self.setters(s, name, about, |name| ident(&name.field));
        quote!(#ty::builder() #(#required)* #(#setters)* .build()?)
    }

    fn setters(
        &mut self,
        s: &Struct,
        name: &TypeName,
        about: About<'_>,
        setter: fn(&FieldName) -> proc_macro2::Ident,
    ) -> Vec<TokenStream> {
        let optional = paired(&s.fields, &name.fields);
        let optional = optional.filter(|(field, _)| field.presence != Presence::Required);
        let chosen = choose::fields(
            optional,
            about.sample,
            s.construction == Construction::Empty && self.depth <= 2,
        );
        let mut steps = Vec::new();
        for (field, name) in chosen {
            let arg = Arg::of_setter(self.scope.emit.api, field);
            let (setter, value) = (setter(name), self.member(field, arg.conversion, about));
            steps.push(quote!(.#setter(#value)));
        }
        steps
    }

    /// The value of a member, as a constructor or a setter takes it.
    fn member(&mut self, field: &Field, conversion: Conversion, about: About<'_>) -> TokenStream {
        let told = about.sample.and_then(|sample| sample.member(&field.wire));
        let about = About::new(&field.wire, told.or(About::of("", &field.docs).sample));
        let is_patch = field.presence == (Presence::OptionalNullable { patch: true });
        if is_patch && field.ty != Type::String {
            // Many types become a `Patch`, so the value has to say which one it is.
            let before = std::mem::replace(&mut self.suffixed, true);
            let value = self.value(&field.ty, about);
            self.suffixed = before;
            return value;
        }
        self.argument(conversion, &field.ty, about)
    }
}

fn is_sample(literal: &Literal, sample: Option<&Sample>) -> bool {
    match (literal, sample) {
        (Literal::Null, Some(Sample::Null)) => true,
        (Literal::Bool(one), Some(Sample::Bool(other))) => one == other,
        (Literal::Integer(one), Some(Sample::Integer(other))) => one == other,
        (Literal::Unsigned(one), Some(Sample::Unsigned(other))) => one == other,
        (Literal::Float(one), Some(Sample::Float(other))) => one == other,
        (Literal::String(one), Some(sample)) => sample.text().as_deref() == Some(one),
        _ => false,
    }
}

/// Whether a value of the document is of this branch.
fn fits(variant: &Variant, sample: Option<&Sample>) -> bool {
    let Some(sample) = sample else { return false };
    match &variant.guard {
        Guard::Tag { key, values } => sample
            .member(key)
            .and_then(Sample::text)
            .is_some_and(|text| values.contains(&text)),
        Guard::Keys(keys) => keys.iter().all(|key| sample.member(key).is_some()),
        Guard::Kind(kind) => matches!(
            (kind, sample),
            (JsonKind::String, Sample::String(_))
                | (JsonKind::Integer, Sample::Integer(_) | Sample::Unsigned(_))
                | (
                    JsonKind::Number,
                    Sample::Integer(_) | Sample::Unsigned(_) | Sample::Float(_)
                )
                | (JsonKind::Boolean, Sample::Bool(_))
                | (JsonKind::Array, Sample::List(_))
                | (JsonKind::Object, Sample::Object(_))
        ),
        Guard::Any => true,
    }
}
